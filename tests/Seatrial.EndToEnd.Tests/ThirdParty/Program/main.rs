//! Uses a tree of third-party crates, so that its output shows that what the registry served is whole and works.

use anyhow::Context;
use clap::Parser;
use enumset::{EnumSet, EnumSetType};
use predicates::Predicate;
use rand::{rngs::StdRng, seq::SliceRandom, SeedableRng};
use serde::{Deserialize, Serialize};

/// Looks through the log of a voyage.
#[derive(Parser)]
struct Options {
    /// Which ports to show.
    #[clap(long, value_parser)]
    pattern: String,
    /// The log, as JSON.
    #[clap(value_parser)]
    log: String,
}

#[derive(Serialize, Deserialize)]
struct Voyage {
    ship: String,
    ports: Vec<String>,
    sails: EnumSet<Sail>,
}

#[derive(EnumSetType)]
enum Sail {
    Jib,
    Main,
    Mizzen,
}

#[derive(Debug, thiserror::Error)]
#[error("no port matches {0}")]
struct NoPort(String);

struct Printer;

impl log::Log for Printer {
    fn enabled(&self, _: &log::Metadata) -> bool {
        true
    }

    fn log(&self, record: &log::Record) {
        let port = record.key_values().get(log::kv::Key::from("port"));
        println!("log: {} {}", record.args(), port.expect("the key is there"));
    }

    fn flush(&self) {}
}

fn matching(voyage: &Voyage, pattern: &str) -> anyhow::Result<Vec<String>> {
    let pattern = regex::Regex::new(pattern).context("the pattern is wrong")?;
    let found: Vec<_> = voyage.ports.iter().filter(|port| pattern.is_match(port)).cloned().collect();
    if found.is_empty() {
        return Err(NoPort(pattern.to_string())).context("looking for ports");
    }
    Ok(found)
}

fn shuffled(ports: &[String]) -> Vec<String> {
    let mut ports = ports.to_vec();
    ports.shuffle(&mut StdRng::seed_from_u64(7));
    ports.sort();
    ports
}

fn through_a_channel(ports: Vec<String>) -> usize {
    let (sender, receiver) = flume::bounded(1);
    let sending = std::thread::spawn(move || ports.into_iter().for_each(|port| sender.send(port.len()).unwrap()));
    let letters = receiver.iter().sum();
    sending.join().unwrap();
    letters
}

cfg_if::cfg_if! {
    if #[cfg(unix)] { const NEW: &str = "unix"; } else { const NEW: &str = "other"; }
}

cfg_if_old::cfg_if! {
    if #[cfg(unix)] { const OLD: &str = "unix"; } else { const OLD: &str = "other"; }
}

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    log::set_boxed_logger(Box::new(Printer)).map(|()| log::set_max_level(log::LevelFilter::Info))?;
    let voyage: Voyage = serde_json::from_str(&options.log)?;
    println!("regex: {:?}", matching(&voyage, &options.pattern)?);
    println!("thiserror, anyhow: {:#}", matching(&voyage, "^Z").unwrap_err());
    log::info!(port = voyage.ports[0].as_str(); "left");
    println!("serde, enumset: {}", serde_json::to_string(&(voyage.sails | Sail::Mizzen))?);
    println!("serde_json, indexmap: {}", serde_json::from_str::<serde_json::Value>(&options.log)?);
    println!("predicates: {}", predicates::str::contains("dn").count(1).eval(&voyage.ports[1]));
    println!("rand: {:?}", shuffled(&voyage.ports));
    println!("flume: {}", through_a_channel(voyage.ports.clone()));
    let mut property_list = Vec::new();
    plist::to_writer_xml(&mut property_list, &voyage.ports)?;
    println!("plist: {:?}", plist::Value::from_reader_xml(&property_list[..])?.as_array().map(Vec::len));
    println!("uuid: {}", uuid::Uuid::from_u128(1770));
    println!("cfg-if: {NEW}, {OLD}");
    Ok(())
}
