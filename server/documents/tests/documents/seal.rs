use chrono::Duration;
use documents::forms::{CONSENT, CONTRACT};
use documents::{Error, Flaw, Keys, SealInfo, SealState, Stamper, check};
use proptest::prelude::*;
use uuid::Uuid;

use crate::stamp::{answer, authority};
use crate::tools::{Folder, facts, full_sheet, info, keys, now, press, run, said};

/// A sealed consent and whose seal it is.
fn sealed(folder: &Folder) -> (Vec<u8>, Keys) {
    let keys = keys(folder);
    let pdf = press().print(&full_sheet(CONSENT, &facts())).expect("a print");
    (keys.seal(&pdf, &info(), None).expect("a seal"), keys)
}

#[test]
fn a_seal_holds_and_says_whose_and_when() {
    let folder = Folder::new();
    let (pdf, keys) = sealed(&folder);
    let SealState::Sealed(seal) = check(&pdf, &keys.certificates()).expect("small") else { panic!("sealed") };
    assert!(seal.whole_file && seal.stamped.is_none());
    assert_eq!(seal.sealed_at, now());
    assert_eq!(seal.certificate, *keys.certificate());
    assert_eq!(seal.certificate.name(), "«Нұрлытау» бөбекжай-балабақшасы МКҚК");
    let unsealed = press().print(&full_sheet(CONSENT, &facts())).expect("a print");
    assert!(pdf.starts_with(&unsealed));
    assert_eq!(check(&unsealed, &keys.certificates()).expect("small"), SealState::None);
}

#[test]
fn others_find_it_whole_and_valid() {
    for text in [CONSENT, CONTRACT] {
        let folder = Folder::new();
        let keys = keys(&folder);
        let pdf = press().print(&full_sheet(text, &facts())).expect("a print");
        folder.file("a.pdf", keys.seal(&pdf, &info(), None).expect("a seal"));
        folder.file("own.pem", keys.certificate().to_pem());
        said("qpdf", &folder, &["--check", "a.pdf"]);
        let poppler = String::from_utf8_lossy(&run("pdfsig", &folder, &["a.pdf"]).stdout).into_owned();
        assert!(poppler.contains("Signature Validation: Signature is Valid."), "{poppler}");
        assert!(poppler.contains("Total document signed") && poppler.contains("ETSI.CAdES.detached"), "{poppler}");
        let pyhanko = said(
            "pyhanko",
            &folder,
            &["sign", "validate", "--no-revocation-check", "--pretty-print", "--trust", "own.pem", "a.pdf"],
        );
        assert!(pyhanko.contains("The signature is judged VALID."), "{pyhanko}");
        assert!(pyhanko.contains("The signature is cryptographically sound."), "{pyhanko}");
        // It is the same paper, and still PDF/A with its tags.
        let meta = said("pdfinfo", &folder, &["-meta", "a.pdf"]);
        assert!(meta.contains("<pdfaid:part>2<"), "{meta}");
        assert!(said("pdfinfo", &folder, &["a.pdf"]).contains("Tagged:          yes"));
        let json = said("qpdf", &folder, &["--json", "--json-key=acroform", "--json-key=qpdf", "a.pdf"]);
        assert!(json.contains("\"/F\": 132") && json.contains("\"/SigFlags\": 3"));
    }
}

#[test]
fn what_is_appended_later_is_not_sealed() {
    let folder = Folder::new();
    let (mut pdf, keys) = sealed(&folder);
    pdf.extend(b"\n% more\n");
    let SealState::Sealed(seal) = check(&pdf, &keys.certificates()).expect("small") else { panic!("sealed") };
    assert!(!seal.whole_file);
    let known = keys.certificates();
    assert_eq!(check(&pdf[..pdf.len() - 12], &known).expect("small"), SealState::Broken(Flaw::Changed));
}

#[test]
fn the_seal_of_a_stranger_is_none() {
    let folder = Folder::new();
    let (pdf, _) = sealed(&folder);
    let stranger = Keys::open_or_create(folder.path(), Uuid::from_u128(8), "Басқа", now()).expect("keys");
    assert_eq!(check(&pdf, &stranger.certificates()).expect("small"), SealState::Broken(Flaw::Stranger));
    assert_eq!(check(&pdf, &[]).expect("small"), SealState::Broken(Flaw::Stranger));
}

#[test]
fn a_file_is_sealed_once_and_only_if_it_is_one() {
    let folder = Folder::new();
    let (pdf, keys) = sealed(&folder);
    for file in [pdf.as_slice(), b"", b"%PDF-1.7\n", b"no PDF at all"] {
        assert!(matches!(keys.seal(file, &info(), None), Err(Error::Pdf(_))));
    }
    let late = SealInfo { at: now() + Duration::days(365 * 6), ..info() };
    let pdf = press().print(&full_sheet(CONSENT, &facts())).expect("a print");
    assert!(matches!(keys.seal(&pdf, &late, None), Err(Error::Key(_))));
}

#[test]
fn keys_are_made_once_and_kept() {
    let folder = Folder::new();
    let (first, second) = (keys(&folder), keys(&folder));
    assert_eq!(first.certificate(), second.certificate());
    assert!(first.certificate().valid_to() > now() + Duration::days(365 * 4));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let own = folder.path().join(Uuid::from_u128(7).to_string());
        let mode = |file: &std::path::Path| std::fs::metadata(file).expect("it is there").permissions().mode() & 0o777;
        assert_eq!((mode(&own), mode(&own.join("seal.pem")), mode(&own.join("old"))), (0o700, 0o600, 0o700));
        assert_eq!(std::fs::read_dir(&own).expect("a folder").count(), 3, "nothing half-written is left");
    }
}

#[test]
fn old_seals_hold_after_the_key_was_changed() {
    let folder = Folder::new();
    let (pdf, mut keys) = sealed(&folder);
    let old = keys.certificate().clone();
    keys.rotate("Жаңа атау", now() + Duration::days(30)).expect("a new key");
    assert_ne!(*keys.certificate(), old);
    let again = crate::tools::keys(&folder);
    for keys in [&keys, &again] {
        assert_eq!(keys.certificates().len(), 2);
        let SealState::Sealed(seal) = check(&pdf, &keys.certificates()).expect("small") else { panic!("sealed") };
        assert_eq!(seal.certificate, old);
    }
    let later = SealInfo { at: now() + Duration::days(31), ..info() };
    let unsealed = press().print(&full_sheet(CONSENT, &facts())).expect("a print");
    let new = again.seal(&unsealed, &later, None).expect("a seal");
    let SealState::Sealed(seal) = check(&new, &keys.certificates()).expect("small") else { panic!("sealed") };
    assert_eq!(seal.certificate.name(), "Жаңа атау");
}

#[test]
fn a_broken_key_file_is_never_replaced() {
    let folder = Folder::new();
    drop(keys(&folder));
    let file = folder.path().join(Uuid::from_u128(7).to_string()).join("seal.pem");
    std::fs::write(&file, "-----BEGIN CERTIFICATE-----").expect("a file");
    assert!(Keys::open_or_create(folder.path(), Uuid::from_u128(7), "Атау", now()).is_err());
    assert_eq!(std::fs::read_to_string(&file).expect("still there"), "-----BEGIN CERTIFICATE-----");
}

/// With and without a stamp: made once, changed many times.
fn both() -> &'static [(Vec<u8>, Keys); 2] {
    struct Here(Folder);
    impl Stamper for Here {
        fn stamp(&self, imprint: &[u8; 32]) -> Result<Vec<u8>, Error> {
            let hex = hex::encode(imprint);
            said("openssl", &self.0, &["ts", "-query", "-digest", &hex, "-sha256", "-cert", "-out", "q.tsq"]);
            let reply = answer(&self.0, &self.0.read("q.tsq"));
            self.0.file("r.tsr", reply);
            said("openssl", &self.0, &["ts", "-reply", "-in", "r.tsr", "-token_out", "-out", "token.der"]);
            Ok(self.0.read("token.der"))
        }
    }
    static BOTH: std::sync::LazyLock<[(Vec<u8>, Keys); 2]> = std::sync::LazyLock::new(|| {
        let (plain, keys) = sealed(&Folder::new());
        let pdf = press().print(&full_sheet(CONSENT, &facts())).expect("a print");
        let stamped = keys.seal(&pdf, &info(), Some(&Here(authority()))).expect("a seal");
        [(plain, keys.clone()), (stamped, keys)]
    });
    &BOTH
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_changed_byte_is_found(which in 0..2_usize, place in any::<prop::sample::Index>(), change in 1..=255_u8) {
        let (pdf, keys) = &both()[which];
        let mut other = pdf.clone();
        let place = place.index(other.len());
        other[place] ^= change;
        let state = check(&other, &keys.certificates()).expect("small");
        prop_assert!(!matches!(state, SealState::Sealed(_)), "byte {place} of {}", other.len());
    }

    #[test]
    fn any_changed_byte_of_the_signature_is_found(which in 0..2_usize, place in any::<prop::sample::Index>(), change in 1..=255_u8) {
        let (pdf, keys) = &both()[which];
        let gap = pdf.windows(11).rposition(|part| part == b"]/Contents ").expect("a seal");
        let mut other = pdf.clone();
        let place = gap + place.index(if which == 0 { 2_200 } else { 9_000 });
        other[place] ^= change;
        let state = check(&other, &keys.certificates()).expect("small");
        prop_assert!(!matches!(state, SealState::Sealed(_)), "byte {place}");
    }

    #[test]
    fn nothing_makes_it_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..400), cut in any::<prop::sample::Index>()) {
        let (pdf, keys) = &both()[1];
        let _ = check(&bytes, &keys.certificates());
        let at = cut.index(pdf.len());
        bytes.splice(0..0, pdf[..at].iter().copied());
        let state = check(&bytes, &keys.certificates()).expect("small");
        prop_assert!(!matches!(state, SealState::Sealed(_)));
    }
}
