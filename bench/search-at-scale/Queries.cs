namespace Seatrial.Bench;

/// <summary>What is asked, by kind: each kind has a name in the table and addresses that take turns.</summary>
/// <param name="Group">What it counts for: <c>search</c>, <c>lists</c>, or searches for what no index has.</param>
internal sealed record Queries(string Kind, string Group, string[] Paths)
{
    private const string Crates = "/api/v1/crates";

    public static IReadOnlyList<Queries> All { get; } =
    [
        Search("exact names", "serde", "tokio", "uuid", "regex-cli", "LOG"),
        Search("one word", "geometry", "sqlite", "calendar", "bluetooth", "solana"),
        Search("rare words", "zorgal", "bitset", "nothing-has-this-name", "imap", "tanfor"),
        Search("common words", "parser", "json", "async", "http", "macro"),
        Search("very common words", "a", "rust", "library", "for", "the"),
        Search("parts of words", "ing", "ration", "ser", "lib", "on"),
        Search("one and two letters", "c", "rs", "ui", "z", "q8"),
        Search("two words", "async http", "json parser", "rust library", "command line", "sql sqlite"),
        Search("many words", "a simple library for parsing json files in rust with serde"),
        Search("hostile words", "' OR 1=1 --", "\"x\" AND (y", "((json", "lib%"),
        Search("signs and other scripts", "other_scripts", ["%", "_", "привет", "中文", "\\", "🦀"]),
        .. new[] { "downloads", "new", "recent-updates", "alpha" }.Select(sort =>
            new Queries($"words by {sort}", "search", [.. new[] { "library", "json", "geometry", "serde" }.Select(word => $"{Crates}?q={word}&sort={sort}")])),
        new("words, pages 2 to 20", "search", [.. from word in (string[])["library", "json", "geometry"] from page in (int[])[2, 5, 20] select $"{Crates}?q={word}&page={page}"]),
        new("words, 100 a page", "search", [.. from word in (string[])["library", "json", "geometry", "rust"] select $"{Crates}?q={word}&per_page=100"]),
        new("words in a keyword", "search", [$"{Crates}?q=library&keyword=json", $"{Crates}?q=async&keyword=http", $"{Crates}?q=parser&category=category-1"]),
        new("keyword", "search", [$"{Crates}?keyword=json", $"{Crates}?keyword=http&sort=new", $"{Crates}?keyword=async&sort=alpha", $"{Crates}?keyword=tokio&sort=recent-updates"]),
        new("category", "search", [$"{Crates}?category=category-1", $"{Crates}?category=category-1&sort=new", $"{Crates}?category=category-2&sort=alpha", $"{Crates}?category=category-7"]),
        new("owner", "search", [$"{Crates}?owner=user-1", $"{Crates}?user_id=1&sort=new", $"{Crates}?user_id=7&sort=recent-updates", $"{Crates}?owner=user-900"]),
        .. new[] { "downloads", "new", "recent-updates", "alpha" }.Select(sort =>
            new Queries($"all by {sort}", "lists", [$"{Crates}?sort={sort}", $"{Crates}?sort={sort}&page=50", $"{Crates}?sort={sort}&per_page=100"])),
        new("keywords", "lists", ["/api/v1/keywords", "/api/v1/keywords?sort=crates", "/api/v1/keywords?sort=crates&page=50"]),
        new("categories", "lists", ["/api/v1/categories", "/api/v1/categories?sort=crates"]),
        new("summary", "lists", ["/api/v1/summary"]),
        new("dependents of a popular crate", "lists", ["{popular}/reverse_dependencies", "{popular}/reverse_dependencies?per_page=100", "{popular}/reverse_dependencies?page=200"]),
        new("crate with 1,000 versions", "lists", ["{versioned}", "{versioned}/versions"]),
        new("pages of 1,000 versions", "lists", ["{versioned}/versions?per_page=20", "{versioned}/versions?per_page=20&sort=semver", "{versioned}/downloads"]),
    ];

    private static Queries Search(string kind, params string[] words) => Search(kind, "search", words);

    private static Queries Search(string kind, string group, string[] words) =>
        new(kind, group, [.. words.Select(word => $"{Crates}?q={Uri.EscapeDataString(word)}")]);
}
