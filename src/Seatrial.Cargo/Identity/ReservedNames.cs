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

    /// <summary>Crates that come with the compiler: a registry copy of one would be taken for the real one.</summary>
    private static readonly FrozenSet<string> Toolchain = FrozenSet.Create(StringComparer.Ordinal,
        "alloc", "alloc_jemalloc", "alloc_system", "arena", "bin", "build", "collections", "compiler_builtins", "core",
        "coretest", "example", "examples", "graphviz", "libc", "log", "panic_abort", "panic_unwind", "proc_macro",
        "profiler_builtins", "rustbook", "rustc", "rustc_ast", "rustc_driver", "rustdoc", "rustllvm", "rustuv", "serialize",
        "src", "std", "std_unicode", "syntax", "target", "term", "test", "tests", "unicode", "unwind");

    internal static bool Contains(string canonical) => Toolchain.Contains(canonical) || Devices.Contains(canonical);
}
