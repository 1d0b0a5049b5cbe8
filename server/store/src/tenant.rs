//! Which kindergarten a request is for.

use domain::{
    Lang, OrgId,
    view::{OrgView, Tenant},
};
use uuid::Uuid;

use crate::{
    Store, all,
    error::{Error, Result},
    statements,
};

#[derive(sqlx::FromRow)]
struct TenantRow {
    id: Uuid,
    name: String,
    city: String,
    phone: String,
    host: Option<String>,
    lang: String,
}

impl Store {
    /// The kindergarten with this host name, or else the first.
    ///
    /// # Errors
    /// [`NotFound`](domain::Refusal::NotFound) as long as there is none.
    pub async fn tenant(&self, host: Option<&str>) -> Result<Tenant> {
        let host = host.map(|host| host.split(':').next().unwrap_or_default().to_ascii_lowercase());
        if let Some(tenant) = self.cache().tenants.get(&host) {
            return Ok(tenant.clone());
        }
        let mut link = self.read().await?;
        let rows = all!(link, TenantRow, SELECT_TENANTS)?;
        let named = rows.iter().find(|row| row.host.is_some() && row.host == host);
        let row = named.or(rows.first()).ok_or_else(Error::not_found)?;
        let tenant = Tenant {
            id: OrgId(row.id),
            org: OrgView { name: row.name.clone(), city: row.city.clone(), phone: row.phone.clone() },
            lang: Lang::from_code(&row.lang).unwrap_or_default(),
        };
        let mut cache = self.cache();
        // Anybody can write any host name into a request.
        if cache.tenants.len() > 100 {
            cache.tenants.clear();
        }
        cache.tenants.insert(host, tenant.clone());
        Ok(tenant)
    }
}

statements! {
    SELECT_TENANTS = "SELECT id, name, city, phone, host, lang FROM organisation ORDER BY created_at, id";
}
