namespace Seatrial.Cargo;

/// <summary>The members whose form is the same in index lines and in publishes.</summary>
internal static class IndexFields
{
    /// <summary>A target triple or <c>cfg()</c> expression (IDX-17).</summary>
    internal static string? Target(this JsonFields fields)
    {
        var target = fields.Optional("target", "IDX-17");
        if (target is not null && !TargetPlatform.IsValid(target))
            fields.Break("IDX-17", "target", "must be a target triple or a cfg() expression");
        return target;
    }

    /// <summary>The URL of a dependency's index (IDX-17).</summary>
    internal static string? Registry(this JsonFields fields)
    {
        var registry = fields.Optional("registry", "IDX-17");
        if (registry is not null && !IndexUrl.IsValid(registry))
            fields.Break("IDX-17", "registry", "must be the URL of an index");
        return registry;
    }

    /// <summary>A minimum Rust version (IDX-15).</summary>
    internal static string? RustVersion(this JsonFields fields)
    {
        var text = fields.Optional("rust_version", "IDX-15");
        if (text is not null && !RustVersions.IsValid(text))
            fields.Break("IDX-15", "rust_version", "must be one to three numbers");
        return text;
    }
}
