//! Salient.
pub mod domain;
pub mod exchange;
pub mod store;
pub mod app;
pub mod cli;
pub mod geometry;
pub mod basemap;
pub mod scene;
pub mod raster;
