//! Salient.
pub mod domain;
pub mod exchange;
pub mod store;
pub mod app;
pub mod cli;
