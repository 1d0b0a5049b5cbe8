//! Whom a certificate names, without the number that nobody here may keep.

use der::Tagged;
use der::asn1::ObjectIdentifier;
use serde::{Deserialize, Serialize};
use x509_cert::name::Name as Distinguished;

/// So many figures an IIN has, and a BIN, which for a trader is the IIN.
const NUMBER: usize = 12;
/// How many of them are shown, at the end.
const SHOWN: usize = 4;
/// The longest part of a name, in letters.
const LONGEST: usize = 256;

/// The parts of a name in a certificate. Numbers of twelve figures show the last four only, wherever they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// The full name (CN).
    pub name: String,
    /// The surname.
    pub surname: String,
    /// The given name, or the patronymic: the National Certification Authority writes it here.
    pub given: String,
    /// The organisation (O).
    pub organisation: String,
    /// Its part, or its number (OU).
    pub unit: String,
    /// The number of the person (serialNumber), masked.
    pub number: String,
    /// The country.
    pub country: String,
}

impl Name {
    /// Reads a name.
    pub(crate) fn of(name: &Distinguished) -> Self {
        let mut own = Self::default();
        for part in name.0.iter().flat_map(|set| set.0.iter()) {
            let Some(place) = own.place(part.oid) else { continue };
            let text = match part.value.tag() {
                // Two bytes a letter, as old certificates have it.
                der::Tag::BmpString => {
                    let units: Vec<u16> =
                        part.value.value().chunks_exact(2).map(|two| u16::from_be_bytes([two[0], two[1]])).collect();
                    String::from_utf16_lossy(&units)
                }
                _ => String::from_utf8_lossy(part.value.value()).into_owned(),
            };
            let text = mask(&text.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect::<String>());
            if place.is_empty() {
                *place = text;
            }
        }
        own
    }

    fn place(&mut self, oid: ObjectIdentifier) -> Option<&mut String> {
        match oid.to_string().as_str() {
            "2.5.4.3" => Some(&mut self.name),
            "2.5.4.4" => Some(&mut self.surname),
            "2.5.4.42" => Some(&mut self.given),
            "2.5.4.10" => Some(&mut self.organisation),
            "2.5.4.11" => Some(&mut self.unit),
            "2.5.4.5" => Some(&mut self.number),
            "2.5.4.6" => Some(&mut self.country),
            _ => None,
        }
    }
}

fn mask(text: &str) -> String {
    let mut masked = String::new();
    let mut figures = String::new();
    let flush = |figures: &mut String, masked: &mut String| {
        if figures.len() >= NUMBER {
            masked.extend(std::iter::repeat_n('•', figures.len() - SHOWN));
            masked.push_str(&figures[figures.len() - SHOWN..]);
        } else {
            masked.push_str(figures);
        }
        figures.clear();
    };
    for letter in text.chars() {
        if letter.is_ascii_digit() {
            figures.push(letter);
        } else {
            flush(&mut figures, &mut masked);
            masked.push(letter);
        }
    }
    flush(&mut figures, &mut masked);
    masked
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn of_a_long_number_the_end_is_left() {
        assert_eq!(mask("IIN850101300123"), "IIN••••••••0123");
        assert_eq!(mask("№ 12345, 2026"), "№ 12345, 2026");
    }
}
