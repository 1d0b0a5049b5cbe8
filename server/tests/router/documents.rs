//! Documents as files: sealed, the same for everybody who may have them, and nobody else's.

use std::io::Read as _;

use documents::{Keys, SealState, check};
use domain::{DocumentId, document::view::Listed};
use http::StatusCode;

use crate::{
    base::{House, monday_morning, org, test_both_dbs},
    samples::Samples,
};

async fn of(house: &House, code: &str) -> Listed {
    house.store.own_documents(&house.actor(code).await, monday_morning()).await.unwrap().remove(0)
}

fn pdf(id: DocumentId) -> String {
    format!("/documents/{id}/kenes.pdf")
}

fn is_sealed(pdf: &[u8], keys: &Keys) -> bool {
    matches!(check(pdf, &keys.certificates()), Ok(SealState::Sealed(_)))
}

test_both_dbs! {
    async fn a_signed_document_is_one_sealed_file(base) {
        let house = base.serve().await;
        let id = of(&house, "PK1").await.document.id;
        let parent = house.signed_in("PK1").await;
        let (first, second) = (parent.bytes(&pdf(id)).await, house.signed_in("S01").await.bytes(&pdf(id)).await);
        assert_eq!(first, second, "made once");
        let keys = Keys::open_or_create(&house.keys(), org().0, "", monday_morning()).unwrap();
        assert!(is_sealed(&first, &keys));
        let mut changed = first.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 1;
        assert!(!is_sealed(&changed, &keys));
        assert_eq!(house.store.verify_documents(org()).await.unwrap(), None);
    }

    async fn nobody_else_has_the_file(base) {
        let house = base.serve().await;
        let id = of(&house, "PK1").await.document.id;
        for code in ["PK6", "S03", "S10", "A01", "T01"] {
            let answer = house.signed_in(code).await.get(&pdf(id)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{code}");
        }
        let unsigned = of(&house, "PK6").await.document.id;
        assert_eq!(house.signed_in("PK6").await.get(&pdf(unsigned)).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.signed_in("PK1").await.get("/documents/x/kenes.pdf").await.status, StatusCode::NOT_FOUND);
    }

    async fn a_group_is_one_archive(base) {
        let house = base.serve().await;
        let form = of(&house, "PK1").await.kind.id;
        let bytes = house.signed_in("S02").await.bytes(&format!("/consents/{form}/kenes.zip")).await;
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        assert_eq!(archive.len(), 5, "the families of the consultation point who have signed");
        for n in 0..archive.len() {
            let mut file = Vec::new();
            archive.by_index(n).unwrap().read_to_end(&mut file).unwrap();
            assert!(file.starts_with(b"%PDF-"));
        }
        let refused = house.signed_in("S03").await.get(&format!("/consents/{form}/kenes.zip")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }

    async fn pictures_of_paper_are_pictures_and_nothing_else(base) {
        let house = base.serve().await;
        let samples = Samples::of(&house).await;
        let answer = house.signed_in("S02").await.get(&samples.address("/documents/{document}/scans/{no}")).await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "image/png"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        let second = samples.address("/documents/{document}/scans/2");
        assert_eq!(house.signed_in("S02").await.get(&second).await.status, StatusCode::NOT_FOUND);
    }
}
