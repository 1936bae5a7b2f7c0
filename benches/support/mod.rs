//! Where the workloads are.
#![allow(clippy::print_stderr, clippy::allow_attributes, reason = "a benchmark tells whoever runs it what is missing")]

use std::path::PathBuf;

/// The folder of a workload that `tests/support/make_workloads.py` made: in `SALIENT_WORKLOADS`,
/// else in `workloads` of the system's temporary folder, where the maker puts it.
pub(crate) fn workload(name: &str) -> Option<PathBuf> {
    let root =
        std::env::var_os("SALIENT_WORKLOADS").map_or_else(|| std::env::temp_dir().join("workloads"), PathBuf::from);
    let folder = root.join(name);
    if folder.join("events.csv").is_file() {
        return Some(folder);
    }
    eprintln!("{} is missing: run python3 tests/support/make_workloads.py", folder.display());
    None
}
