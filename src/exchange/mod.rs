//! Files in, files out: the chronicle folder and what the shell prints.
//!
//! A file that can be partly read is read; every bad row becomes a
//! [`Problem`](crate::domain::Problem). An [`Error`] is only for "there is nothing to read" and
//! "it could not be written".

mod archive;
mod error;
mod folder_read;
mod folder_write;
mod kept_table;
mod kept_views;
mod label_nudges;
mod link_records;
mod manifest;
mod polygons;
mod table;

pub use archive::unpack;
pub use error::Error;
pub use folder_read::{Files, FolderOnDisk, read_folder};
pub use folder_write::write_folder;
pub use kept_views::{read_kept_views, update_kept_views};
pub use label_nudges::{read_label_nudges, update_label_nudges};
pub use link_records::{read_link_records, update_link_records};
pub use polygons::{Polygons, read_polygons};
