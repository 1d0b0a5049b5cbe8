use std::io::{Cursor, Write};

use domain::register::{Column, Sheet};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Unreadable, read};

const LIST: &str = "Баланың аты-жөні;Туған күні;Тобы\r\nҚалдыбек Әсем;14.03.2022;Қарлығаш\r\n";

fn cells(sheet: &Sheet) -> Vec<(u32, Vec<&str>)> {
    let columns = [Column::Name, Column::Born, Column::Group];
    sheet.rows.iter().map(|row| (row.line, columns.map(|column| sheet.cell(row, column)).to_vec())).collect()
}

/// A workbook of one sheet, with whatever stands in it.
fn workbook(sheet: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        (
            "[Content_Types].xml",
            r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Тізім" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#,
        ),
        (
            "xl/styles.xml",
            r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn data(rows: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    )
}

fn text(at: &str, text: &str) -> String {
    format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

fn headings() -> String {
    format!(r#"<row r="2">{}{}{}</row>"#, text("A2", "ФИО ребёнка"), text("B2", "Дата рождения"), text("C2", "Группа"))
}

#[test]
fn a_list_is_read_in_whatever_letters_and_with_whatever_signs_it_is_written() {
    let russian = "ФИО ребёнка;Дата рождения;Группа\nПетрова Анна;14.03.2022;Ромашка\n";
    let (ansi, ..) = encoding_rs::WINDOWS_1251.encode(russian);
    let wide: Vec<u8> =
        [0xfeff].into_iter().chain(LIST.replace(';', "\t").encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for bytes in [
        LIST.as_bytes().to_vec(),
        format!("\u{feff}{LIST}").into_bytes(),
        format!("sep=;\r\n{LIST}").into_bytes(),
        LIST.replace(';', ",").into_bytes(),
        LIST.replace(';', "\t").into_bytes(),
        wide,
    ] {
        let sheet = read(&bytes).unwrap();
        assert_eq!(cells(&sheet)[0].1, ["Қалдыбек Әсем", "14.03.2022", "Қарлығаш"]);
    }
    assert_eq!(cells(&read(&ansi).unwrap()), [(2, vec!["Петрова Анна", "14.03.2022", "Ромашка"])]);
}

#[test]
fn lines_are_counted_as_a_program_for_tables_counts_them() {
    let list = "Аты-жөні,Туған күні,Тобы\n\n\"Қалдыбек\nӘсем\",14.03.2022,\"Қарлығаш, ересек \"\"топ\"\"\"\n\nӨтеген Дәулет,1.1.2022\n";
    let sheet = read(list.as_bytes()).unwrap();
    let expected = [
        (3, vec!["Қалдыбек\nӘсем", "14.03.2022", "Қарлығаш, ересек \"топ\""]),
        (5, vec!["Өтеген Дәулет", "1.1.2022", ""]),
    ];
    assert_eq!(cells(&sheet), expected);
}

#[test]
fn a_workbook_gives_its_dates_its_amounts_and_what_its_formulas_came_to() {
    let row = format!(
        r#"<row r="4">{}<c r="B4" s="1"><v>44634</v></c><c r="C4" t="str"><f>"Қар"&amp;"лығаш"</f><v>Қарлығаш</v></c><c r="D4"><v>77010000001</v></c></row>"#,
        text("A4", "Қалдыбек Әсем")
    );
    let head = headings().replace("</row>", &format!("{}</row>", text("D2", "Телефон")));
    let sheet = read(&workbook(&data(&format!("{head}{row}")))).unwrap();
    assert_eq!(cells(&sheet), [(4, vec!["Қалдыбек Әсем", "2022-03-14", "Қарлығаш"])]);
    assert_eq!(sheet.rows[0].cells[3], "77010000001");
}

#[test]
fn two_cells_at_the_corners_of_a_sheet_are_no_sheet_of_millions() {
    let far =
        r#"<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c><c r="XFD1048576"><v>1</v></c></row>"#;
    let sheet = read(&workbook(&data(&format!("{}{far}", headings())))).unwrap();
    assert_eq!(cells(&sheet), [(1_048_576, vec!["x", "", ""])]);
}

#[test]
fn a_file_that_swells_when_it_is_unpacked_is_refused() {
    let swollen = workbook(&data(&" ".repeat(40 * 1024 * 1024)));
    assert!(swollen.len() < 100_000, "{}", swollen.len());
    assert_eq!(read(&swollen), Err(Unreadable::TooLarge));
}

#[test]
fn what_is_no_list_says_so() {
    let mut broken = workbook(&data(&headings()));
    broken.truncate(200);
    let many = format!("Аты-жөні;Туған күні\n{}", "Қалдыбек Әсем;14.03.2022\n".repeat(2001));
    let more = format!("Аты-жөні;Туған күні\n{}", "Қалдыбек Әсем;14.03.2022\n".repeat(50_000));
    for (bytes, why) in [
        (b"".to_vec(), Unreadable::Empty),
        ("\u{feff} \r\n".into(), Unreadable::Empty),
        (b"PK\x03\x04".to_vec(), Unreadable::NoTable),
        (broken, Unreadable::NoTable),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), Unreadable::OldExcel),
        (b"\x89PNG\r\n\x1a\n\0\0\0".to_vec(), Unreadable::NoTable),
        ("Тегі;Аты\nӘли;Сәуле".into(), Unreadable::NoHeadings),
        (workbook(&data("")), Unreadable::NoHeadings),
        (many.into(), Unreadable::TooMany),
        (more.into(), Unreadable::TooMany),
    ] {
        assert_eq!(read(&bytes), Err(why), "{}", String::from_utf8_lossy(&bytes[..bytes.len().min(40)]));
    }
}
