use std::sync::Mutex;

use documents::cms::{Verdict, look};
use documents::forms::CONSENT;
use documents::{Error, HttpStamper, SealState, Stamper, check};

use crate::http::serve;
use crate::tools::{Folder, facts, full_sheet, info, keys, press, said};

const CONFIG: &str = "[tsa]\ndefault_tsa=t\n[t]\nserial=serial\ncrypto_device=builtin\nsigner_digest=sha256\n\
    default_policy=1.2.3.4.1\ndigests=sha256,sha512\naccuracy=secs:1\nordering=no\ntsa_name=yes\ness_cert_id_chain=no\n\
    [ext]\nextendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\nbasicConstraints=CA:false\n";

/// An authority by openssl: `ca.pem` has issued `tsa.pem`.
pub fn authority() -> Folder {
    let folder = Folder::new();
    folder.file("serial", "01");
    folder.file("tsa.cnf", CONFIG);
    said(
        "openssl",
        &folder,
        &[
            "req",
            "-x509",
            "-nodes",
            "-newkey",
            "rsa:2048",
            "-keyout",
            "ca.key",
            "-out",
            "ca.pem",
            "-days",
            "900",
            "-subj",
            "/CN=Root of time",
        ],
    );
    said(
        "openssl",
        &folder,
        &[
            "req",
            "-new",
            "-nodes",
            "-newkey",
            "rsa:2048",
            "-keyout",
            "tsa.key",
            "-out",
            "tsa.csr",
            "-subj",
            "/CN=Time of Astana",
        ],
    );
    said(
        "openssl",
        &folder,
        &[
            "x509",
            "-req",
            "-in",
            "tsa.csr",
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca.key",
            "-CAcreateserial",
            "-extfile",
            "tsa.cnf",
            "-extensions",
            "ext",
            "-days",
            "800",
            "-out",
            "tsa.pem",
        ],
    );
    folder
}

/// Its answer to a question.
pub fn answer(folder: &Folder, query: &[u8]) -> Vec<u8> {
    static ONE_AFTER_THE_OTHER: Mutex<()> = Mutex::new(());
    let _turn = ONE_AFTER_THE_OTHER.lock();
    folder.file("query.tsq", query);
    said(
        "openssl",
        folder,
        &[
            "ts",
            "-reply",
            "-config",
            "tsa.cnf",
            "-queryfile",
            "query.tsq",
            "-inkey",
            "tsa.key",
            "-signer",
            "tsa.pem",
            "-chain",
            "ca.pem",
            "-out",
            "answer.tsr",
        ],
    );
    folder.read("answer.tsr")
}

const KIND: &str = "application/timestamp-reply";

#[test]
fn a_seal_is_stamped_and_read_by_others() {
    let folder = authority();
    let (ca, own) = (folder.read("ca.pem"), Folder::new());
    let stamper = HttpStamper::new(&serve(KIND, move |query| answer(&folder, query))).expect("an address");
    let keys = keys(&own);
    let pdf = press().print(&full_sheet(CONSENT, &facts())).expect("a print");
    let sealed = keys.seal(&pdf, &info(), Some(&stamper)).expect("a seal");
    let SealState::Sealed(seal) = check(&sealed, &keys.certificates()).expect("small") else { panic!("sealed") };
    let stamp = seal.stamped.expect("stamped");
    assert_eq!(stamp.authority, "Time of Astana");
    assert!(seal.whole_file);
    // The message in it is one that any reader of signatures takes, ours among them.
    let from = sealed.windows(11).rposition(|part| part == b"]/Contents ").expect("a seal") + 12;
    let length = sealed[from..].iter().position(|byte| *byte == b'>').expect("its end");
    let message: Vec<u8> = sealed[from..from + length]
        .chunks(2)
        .map(|two| u8::from_str_radix(&String::from_utf8_lossy(two), 16).expect("figures"))
        .collect();
    let content = [&sealed[..from - 1], &sealed[from + length + 1..]].concat();
    let signers = look(own_part(&message), &content).expect("readable");
    assert_eq!(signers[0].verdict, Verdict::Verified);
    assert_eq!((signers[0].stamped, signers[0].signed_at), (true, Some(stamp.at)));

    own.file("a.pdf", &sealed);
    own.file("ca.pem", ca);
    own.file("own.pem", keys.certificate().to_pem());
    said("qpdf", &own, &["--check", "a.pdf"]);
    let said = said(
        "pyhanko",
        &own,
        &[
            "sign",
            "validate",
            "--no-revocation-check",
            "--pretty-print",
            "--trust",
            "own.pem",
            "--trust",
            "ca.pem",
            "a.pdf",
        ],
    );
    assert!(said.contains("Signature timestamp") && said.contains("The signature is judged VALID."), "{said}");
}

/// Without the zeros behind it.
fn own_part(message: &[u8]) -> &[u8] {
    let length = usize::from(u16::from_be_bytes([message[2], message[3]])) + 4;
    &message[..length]
}

#[test]
fn an_authority_that_names_its_certificate_in_the_old_way_is_understood() {
    let folder = authority();
    folder.file("tsa.cnf", CONFIG.replace("ess_cert_id_chain=no", "ess_cert_id_chain=no\ness_cert_id_alg=sha1"));
    let stamper = HttpStamper::new(&serve(KIND, move |query| answer(&folder, query))).expect("an address");
    assert!(!stamper.stamp(&[7; 32]).expect("a stamp").is_empty());
}

#[test]
fn an_authority_that_answers_something_else_is_not_believed() {
    let imprint = [7; 32];
    let ask = |change: fn(&Folder, &[u8]) -> Vec<u8>| {
        let folder = authority();
        let stamper = HttpStamper::new(&serve(KIND, move |query| change(&folder, query))).expect("an address");
        match stamper.stamp(&imprint) {
            Err(Error::Stamp(why) | Error::Http(why)) => why,
            other => panic!("{other:?}"),
        }
    };
    let other_question = ask(|folder, query| {
        let mut query = query.to_vec();
        let nonce = query.len() - 5;
        query[nonce] ^= 1;
        answer(folder, &query)
    });
    assert!(other_question.contains("another question"), "{other_question}");
    let other_imprint = ask(|folder, query| {
        let mut query = query.to_vec();
        let place = query.windows(3).position(|three| three == [7; 3]).expect("the imprint");
        query[place] = 8;
        answer(folder, &query)
    });
    assert!(other_imprint.contains("something else"), "{other_imprint}");
    let changed = ask(|folder, query| {
        let mut answer = answer(folder, query);
        let last = answer.len() - 20;
        answer[last] ^= 1;
        answer
    });
    assert!(changed.contains("signature is wrong"), "{changed}");
    assert!(ask(|_, _| vec![0x30, 5, 0x30, 3, 2, 1, 2]).contains("refused"));
    assert!(ask(|_, _| b"<html>".to_vec()).contains("cannot be read"));
    assert!(ask(|_, _| vec![0; 1 << 20]).contains("limit"));
}

#[test]
fn without_its_stamp_nothing_is_sealed() {
    let own = Folder::new();
    let stamper = HttpStamper::new("http://127.0.0.1:9/").expect("an address");
    let pdf = press().print(&full_sheet(CONSENT, &facts())).expect("a print");
    assert!(matches!(keys(&own).seal(&pdf, &info(), Some(&stamper)), Err(Error::Http(_))));
    assert!(HttpStamper::new("file:///etc/passwd").is_err());
}
