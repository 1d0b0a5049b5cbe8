use documents::{Judged, NcaJudge, NcaNode};

use crate::http::serve;
use crate::tools::{Folder, said};

const CONTENT: &[u8] = b"words";

fn signed(how: &[&str]) -> Vec<u8> {
    let folder = Folder::new();
    folder.file("a.txt", CONTENT);
    said(
        "openssl",
        &folder,
        &["req", "-x509", "-nodes", "-newkey", "rsa:2048", "-subj", "/CN=A", "-keyout", "a.key", "-out", "a.pem"],
    );
    let mut arguments = vec!["cms", "-sign", "-binary", "-in", "a.txt", "-signer", "a.pem", "-inkey", "a.key"];
    arguments.extend(["-outform", "DER", "-out", "a.p7s"]);
    arguments.extend(how);
    said("openssl", &folder, &arguments);
    folder.read("a.p7s")
}

fn judge(cms: &[u8], answer: &'static str) -> Result<Judged, documents::Error> {
    let address = serve("application/json", move |question| {
        let question = String::from_utf8_lossy(question);
        assert!(question.contains("\"data\":\"d29yZHM=\"") && question.contains("\"revocationCheck\":[\"OCSP\"]"));
        answer.as_bytes().to_vec()
    });
    NcaNode::new(&format!("{address}/")).expect("an address").judge(cms, CONTENT)
}

#[test]
fn its_word_is_taken_only_about_those_who_signed() {
    let cms = signed(&[]);
    let one = r#"{"status":200,"message":"OK","valid":true,"signers":[{"certificates":[{"valid":true}],"tsp":null}]}"#;
    assert_eq!(judge(&cms, one).expect("an answer"), Judged::Valid { signers: 1 });
    let bad = r#"{"status":200,"message":"OK","valid":false,"signers":[{"certificates":[{"valid":false}]}]}"#;
    assert_eq!(judge(&cms, bad).expect("an answer"), Judged::Invalid("OK".to_owned()));
    // It says so of a message whose certificates it could not find.
    for empty in [r#"{"valid":true,"signers":[]}"#, r#"{"valid":true,"signers":[{"certificates":[]}]}"#] {
        assert!(matches!(judge(&cms, empty).expect("an answer"), Judged::Invalid(_)));
    }
    assert!(judge(&cms, "<html>").is_err());
}

#[test]
fn a_message_with_another_text_is_not_even_asked_about() {
    let cms = signed(&["-nodetach"]);
    let node = NcaNode::new("http://127.0.0.1:9").expect("an address");
    assert!(matches!(node.judge(&cms, b"ours").expect("no question"), Judged::Invalid(_)));
    assert!(node.judge(&cms, CONTENT).is_err());
}
