namespace Seatrial.Registry.Monitoring;

/// <summary>The tags of one series, compared by what they hold.</summary>
/// <remarks>A measure looks its series up by the tags that it brings, without making anything.</remarks>
internal sealed class Labels(KeyValuePair<string, object?>[] tags)
{
    public static IEqualityComparer<Labels> Comparer { get; } = new ByTags();

    public ReadOnlySpan<KeyValuePair<string, object?>> Tags => tags;

    private sealed class ByTags : IEqualityComparer<Labels>,
        IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, Labels>
    {
        public bool Equals(Labels? one, Labels? other) =>
            ReferenceEquals(one, other) || (one is not null && other is not null && Equals(one.Tags, other));

        public int GetHashCode(Labels labels) => GetHashCode(labels.Tags);

        public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> alternate, Labels other)
        {
            if (alternate.Length != other.Tags.Length)
                return false;
            for (var at = 0; at < alternate.Length; at++)
                if (alternate[at].Key != other.Tags[at].Key || !Equals(alternate[at].Value, other.Tags[at].Value))
                    return false;
            return true;
        }

        public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> alternate)
        {
            var hash = new HashCode();
            foreach (var tag in alternate)
                hash.Add(tag.Value);
            return hash.ToHashCode();
        }

        public Labels Create(ReadOnlySpan<KeyValuePair<string, object?>> alternate) => new(alternate.ToArray());
    }
}
