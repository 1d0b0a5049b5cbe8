use documents::cms::{Reason, Verdict, look};

use crate::tools::{Folder, said};

const CONTENT: &[u8] = "kenes-document-1 4 0\nМен\n".as_bytes();
const SUBJECT: &str = "/C=KZ/CN=ҚАЛДЫБЕК ӘСЕМГҮЛ/SN=ҚАЛДЫБЕК/GN=НҰРЛАНҚЫЗЫ/serialNumber=IIN850101400123";

/// A key with its certificate, `a.key` and `a.pem`, as openssl is told to make it.
fn key(folder: &Folder, how: &[&str]) {
    let mut arguments = vec!["req", "-x509", "-nodes", "-utf8", "-days", "30", "-subj", SUBJECT];
    arguments.extend(["-keyout", "a.key", "-out", "a.pem", "-newkey"]);
    arguments.extend(how);
    said("openssl", folder, &arguments);
}

fn sign(folder: &Folder, how: &[&str]) -> Vec<u8> {
    folder.file("a.txt", CONTENT);
    let mut arguments = vec!["cms", "-sign", "-binary", "-in", "a.txt", "-signer", "a.pem", "-inkey", "a.key"];
    arguments.extend(["-outform", "DER", "-out", "a.p7s"]);
    arguments.extend(how);
    said("openssl", folder, &arguments);
    folder.read("a.p7s")
}

#[test]
fn rsa_and_ecdsa_are_verified() {
    let kinds: [(&[&str], &[&str], &str); 6] = [
        (&["rsa:2048"], &["-md", "sha256"], "RSA 2048"),
        (&["rsa:3072"], &["-md", "sha512"], "RSA 3072"),
        (&["rsa:2048"], &["-md", "sha256", "-keyopt", "rsa_padding_mode:pss"], "RSA-PSS 2048"),
        (&["ec", "-pkeyopt", "ec_paramgen_curve:P-256"], &["-md", "sha256"], "ECDSA P-256"),
        (&["ec", "-pkeyopt", "ec_paramgen_curve:P-384"], &["-md", "sha384"], "ECDSA P-384"),
        (&["rsa:2048"], &["-md", "sha256", "-noattr", "-keyid"], "RSA 2048"),
    ];
    for (made, signed, name) in kinds {
        let folder = Folder::new();
        key(&folder, made);
        let cms = sign(&folder, signed);
        let signers = look(&cms, CONTENT).expect("readable");
        let [signer] = signers.as_slice() else { panic!("{signers:?}") };
        assert_eq!((signer.verdict, signer.algorithm.as_str()), (Verdict::Verified, name));
        assert_eq!(signer.signed_at.is_some(), !signed.contains(&"-noattr"));
        assert_eq!(signer.subject.name, "ҚАЛДЫБЕК ӘСЕМГҮЛ");
        assert_eq!(signer.subject.number, "IIN••••••••0123");
        assert!(!format!("{signer:?}").contains("850101400123"));
        assert!(signer.valid_from < signer.valid_to && !signer.stamped);
        let other = look(&cms, b"something else").expect("readable");
        assert!(matches!(other[0].verdict, Verdict::Broken(Reason::OtherContent | Reason::BadSignature)));
    }
}

#[test]
fn it_comes_wrapped_in_many_ways() {
    let folder = Folder::new();
    key(&folder, &["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
    let der = sign(&folder, &[]);
    said("openssl", &folder, &["cms", "-cmsout", "-inform", "DER", "-in", "a.p7s", "-outform", "PEM", "-out", "b.pem"]);
    let pem = folder.read("b.pem");
    let base64 =
        String::from_utf8(pem.clone()).expect("text").lines().filter(|line| !line.starts_with('-')).collect::<String>();
    // As NCALayer's library writes it: lengths left open.
    let open = sign(&folder, &["-stream"]);
    for cms in [der.as_slice(), &pem, base64.as_bytes(), &open] {
        assert_eq!(look(cms, CONTENT).expect("readable")[0].verdict, Verdict::Verified);
    }
}

#[test]
fn what_carries_another_text_was_not_signed_for_ours() {
    let folder = Folder::new();
    key(&folder, &["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
    let with = sign(&folder, &["-nodetach"]);
    assert_eq!(look(&with, CONTENT).expect("readable")[0].verdict, Verdict::Verified);
    assert_eq!(look(&with, b"ours").expect("readable")[0].verdict, Verdict::Broken(Reason::OtherContent));
}

#[test]
fn a_certificate_that_was_not_valid_then_is_no_good() {
    let folder = Folder::new();
    said("openssl", &folder, &["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "a.key"]);
    said("openssl", &folder, &["req", "-new", "-utf8", "-key", "a.key", "-subj", SUBJECT, "-out", "a.csr"]);
    folder.file("index.txt", "");
    folder.file(
        "ca.cnf",
        "[ca]\ndefault_ca=c\n[c]\ndatabase=index.txt\nnew_certs_dir=.\nrand_serial=yes\npolicy=p\n\
        default_md=sha256\nunique_subject=no\n[p]\ncommonName=supplied\ncountryName=optional\n",
    );
    said(
        "openssl",
        &folder,
        &[
            "ca",
            "-batch",
            "-config",
            "ca.cnf",
            "-selfsign",
            "-keyfile",
            "a.key",
            "-in",
            "a.csr",
            "-utf8",
            "-startdate",
            "20200101000000Z",
            "-enddate",
            "20210101000000Z",
            "-out",
            "a.pem",
            "-notext",
        ],
    );
    let cms = sign(&folder, &[]);
    let verdict = look(&cms, CONTENT).expect("readable")[0].verdict;
    assert_eq!(verdict, Verdict::Broken(Reason::CertificateNotValid));
}

#[test]
fn of_an_algorithm_that_is_unknown_nothing_is_said() {
    let folder = Folder::new();
    key(&folder, &["ec", "-pkeyopt", "ec_paramgen_curve:P-521"]);
    let signer = look(&sign(&folder, &["-md", "sha512"]), CONTENT).expect("readable").remove(0);
    assert_eq!(signer.verdict, Verdict::NotVerifiedHere);
    assert_eq!(signer.subject.surname, "ҚАЛДЫБЕК");

    // The number of elliptic keys, 1.2.840.10045…, becomes one of Kazakhstan's arc: named, and not judged.
    let folder = Folder::new();
    key(&folder, &["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
    let mut cms = sign(&folder, &[]);
    let place = cms.windows(7).position(|part| part == [0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1]).expect("the key");
    cms[place + 1..place + 3].copy_from_slice(&[0x83, 0x0e]);
    let signer = look(&cms, CONTENT).expect("readable").remove(0);
    assert_eq!(signer.verdict, Verdict::NotVerifiedHere);
    assert!(signer.algorithm.contains("1.2.398"), "{}", signer.algorithm);
}

#[test]
fn a_changed_byte_is_never_verified_and_never_a_panic() {
    let folder = Folder::new();
    key(&folder, &["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
    let cms = sign(&folder, &["-nocerts"]);
    assert!(look(&cms, CONTENT).is_err());
    let cms = sign(&folder, &[]);
    let attributes =
        cms.windows(11).position(|w| w == [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 3]).expect("attributes");
    for n in 0..cms.len() {
        let mut other = cms.clone();
        other[n] ^= 1;
        let verdict = look(&other, CONTENT).map(|signers| signers[0].verdict);
        // From the attributes on, all but the names of algorithms is signed.
        if n > attributes && n < attributes + 90 {
            assert!(!matches!(verdict, Ok(Verdict::Verified)), "byte {n}");
        }
    }
}

#[test]
fn rubbish_is_an_error() {
    for rubbish in [&b""[..], b"0", b"\x30\x80", b"not base64!", b"MIIB", &vec![0x30; 600_000]] {
        assert!(look(rubbish, CONTENT).is_err());
    }
}
