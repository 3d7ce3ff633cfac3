using BackOffice.Components.Routing;
using BackOffice.Core.Routing.Editing;
using BackOffice.Tests.Core.Routing;

namespace BackOffice.Tests.Pages.Routing;

/// <summary>Each fix that is offered does let the event match.</summary>
public sealed class RowFixTests
{
    [Theory]
    [InlineData("""{"a":["boston"]}""", """{"a":"Boston"}""", "Ignore case")]
    [InlineData("""{"a":[{"prefix":"bos"}]}""", """{"a":"Boston"}""", "Ignore case")]
    [InlineData("""{"a":[{"suffix":"TON"}]}""", """{"a":"Boston"}""", "Ignore case")]
    [InlineData("""{"a":["42"]}""", """{"a":42}""", "Ask for 42")]
    [InlineData("""{"a":[42]}""", """{"a":"42"}""", "Ask for \"42\"")]
    [InlineData("""{"d":{"a":["x"]}}""", """{"b":1}""", "Also match when absent")]
    public void For_ANearMiss_LetsTheEventMatch(string pattern, string json, string label)
    {
        var rows = PatternRows.Read(pattern).Value;
        var part = Patterns.Good(pattern).Explain(Patterns.Utf8(json)).Value.Root.Parts.Single();

        var fix = RowFix.For(part, rows);

        Assert.Equal(label, fix?.Label);
        Assert.False(Patterns.Matches(pattern, json));
        Assert.True(Patterns.Matches(PatternRows.Write(fix!.Rows), json));
    }

    [Theory]
    [InlineData("""{"a":["x"]}""", """{"a":"y"}""")]
    [InlineData("""{"a":["x"]}""", """{"a":"x"}""")]
    [InlineData("""{"a":[{"exists":true}]}""", """{"b":"x"}""")]
    public void For_WhatIsNotNear_OffersNothing(string pattern, string json) =>
        Assert.Null(RowFix.For(Patterns.Good(pattern).Explain(Patterns.Utf8(json)).Value.Root.Parts.Single(), PatternRows.Read(pattern).Value));
}
