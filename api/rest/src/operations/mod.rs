//! The operations, one a file, in folders by what they are about. What is mounted is described.

mod about;
mod access;
mod alignment;
mod areas;
mod directory;
mod hsds;
mod needs;
mod oruk;
mod pages;
mod records;
mod sources;
mod standard;
mod stewards;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts every operation.
pub(crate) fn mount(routes: &mut ServiceConfig<'_>) {
    mount_oruk(routes);
    mount_hsds(routes);
    mount_own(routes);
}

/// Mounts Open Referral UK.
pub(crate) fn mount_oruk(routes: &mut ServiceConfig<'_>) {
    oruk::mount(routes);
}

/// Mounts HSDS.
pub(crate) fn mount_hsds(routes: &mut ServiceConfig<'_>) {
    hsds::mount(routes);
}

/// Mounts what is our own: everything that no standard names.
pub(crate) fn mount_own(routes: &mut ServiceConfig<'_>) {
    directory::mount(routes);
    pages::mount(routes);
    alignment::mount(routes);
    areas::mount(routes);
    needs::mount(routes);
    stewards::mount(routes);
    sources::mount(routes);
    records::mount(routes);
    access::mount(routes);
    about::mount(routes);
}
