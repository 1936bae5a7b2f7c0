//! Budget: opening the W2 folder (read, checked, compiled) within twice the time in which the plain
//! `csv` crate reads the same two files into records.
#![allow(missing_docs, clippy::allow_attributes, reason = "a benchmark is read by who runs it")]

mod support;

use divan::Bencher;
use salient::app::document::Document;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc; // as the program has it

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 20)]
fn open_the_w2_folder(bencher: Bencher<'_, '_>) {
    let Some(folder) = support::workload("w2_ukraine") else { return };
    bencher.bench_local(|| Document::open(Some(&folder)).map(|document| document.chronicle.events().len()).ok());
}

#[divan::bench(sample_count = 20)]
fn peer_plain_csv_records(bencher: Bencher<'_, '_>) {
    let Some(folder) = support::workload("w2_ukraine") else { return };
    bencher.bench_local(|| {
        let mut fields = 0;
        for file in ["places.csv", "events.csv"] {
            if let Ok(mut reader) = csv::Reader::from_path(folder.join(file)) {
                fields += reader.records().filter_map(Result::ok).map(|record| record.len()).sum::<usize>();
            }
        }
        fields
    });
}

#[divan::bench(sample_count = 20)]
fn open_the_bundled_chronicle(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| Document::open(None).map(|document| document.chronicle.events().len()).ok());
}
