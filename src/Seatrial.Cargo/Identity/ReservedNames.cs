using System.Collections.Frozen;

namespace Seatrial.Cargo;

/// <summary>The names that no one may publish (NAME-07), in canonical spelling.</summary>
internal static class ReservedNames
{
    /// <summary>Windows opens a device under these names, whatever the extension and folder (NAME-07, CRATE-12).</summary>
    internal static readonly FrozenSet<string> Devices = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "nul", "con", "prn", "aux",
        "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
        "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    /// <summary>
    /// The crates of the compiler's own tree, which a crate of the same name would be taken for: those that crates.io reserves
    /// (its migration 20170305095748).
    /// </summary>
    internal static readonly FrozenSet<string> Toolchain = FrozenSet.Create(StringComparer.Ordinal,
        "alloc", "arena", "ast", "builtins", "collections", "compiler_builtins", "compiler_rt", "compiletest", "core",
        "coretest", "debug", "driver", "flate", "fmt_macros", "grammar", "graphviz", "macro", "macros", "proc_macro", "rbml",
        "rust_installer", "rustbook", "rustc", "rustc_back", "rustc_borrowck", "rustc_driver", "rustc_llvm", "rustc_resolve",
        "rustc_trans", "rustc_typeck", "rustdoc", "rustllvm", "rustuv", "serialize", "std", "syntax", "test", "unicode");
}
