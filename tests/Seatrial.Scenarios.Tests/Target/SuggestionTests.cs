namespace Seatrial.Scenarios.Tests;

public sealed class SuggestionTests
{
    private static readonly string[] Known = ["publish/new-crate", "publish/new-version", "publish/yank", "download/yanked", "auth/owners", "search/words"];

    [Theory]
    [InlineData("publish/new-crat", "Did you mean «publish/new-crate»?")]
    [InlineData("new-crate", "Did you mean «publish/new-crate»?")]
    [InlineData("yank", "Did you mean «publish/yank» or «download/yanked»?")]
    [InlineData("new-", "Did you mean «publish/new-crate» or «publish/new-version»?")]
    [InlineData("auth/ovners", "Did you mean «auth/owners»?")]
    [InlineData("ovners", "Did you mean «auth/owners»?")]
    [InlineData("search/wrds", "Did you mean «search/words»?")]
    public void The_nearest_words_are_named(string word, string sentence) => Assert.Equal(sentence, Suggestion.For(word, Known));

    [Fact]
    public void All_are_named_when_none_is_near() =>
        Assert.Equal($"Known are: {string.Join(", ", Known)}.", Suggestion.For("zzzzzz", Known));
}
