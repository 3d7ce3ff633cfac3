using BackOffice.Components.Shared;

namespace BackOffice.Tests.Pages.Shared;

public sealed class LineDiffTests
{
    [Theory]
    [InlineData("a\nb\nc", "a\nb\nc", " a  b  c")]
    [InlineData("a\nb\nc", "a\nx\nc", " a −b +x  c")]
    [InlineData("a\nc", "a\nb\nc", " a +b  c")]
    [InlineData("a\nb\nc", "c", "−a −b  c")]
    [InlineData("a\nb\na\nb", "b\na\nb\na", "−a  b  a  b +a")]
    [InlineData("", "a", "− +a")]
    [InlineData("a\r\nb", "a\nb", " a  b")]
    public void Of_TwoTexts_TellsTheFewestLines(string before, string after, string expected) =>
        Assert.Equal(expected, string.Join(' ', LineDiff.Of(before, after).Select(line => (line.Sign.Length == 0 ? " " : line.Sign) + line.Text)));

    [Fact]
    public void Changes_FarApart_KeepsTheLinesAroundThemAndCountsTheRest()
    {
        var before = string.Join('\n', Enumerable.Range(0, 30));

        var shown = LineDiff.Changes(LineDiff.Of(before, before.Replace("\n10\n", "\nten\n", StringComparison.Ordinal)), 1);

        Assert.Equal(["… the same for 9 lines …", "9", "10", "ten", "11", "… the same for 18 lines …"], shown.Select(line => line.Text));
    }

    [Fact]
    public void Of_LongTexts_AddsAndRemovesGiveBothBack()
    {
        var random = new Random(7);
        string Text() => string.Join('\n', Enumerable.Range(0, 120).Select(_ => (char)('a' + random.Next(5))));
        var (before, after) = (Text(), Text());

        var lines = LineDiff.Of(before, after);

        Assert.Equal(before, string.Join('\n', lines.Where(line => line.Kind is not DiffKind.Added).Select(line => line.Text)));
        Assert.Equal(after, string.Join('\n', lines.Where(line => line.Kind is not DiffKind.Removed).Select(line => line.Text)));
    }
}
