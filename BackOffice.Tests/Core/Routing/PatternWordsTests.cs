using BackOffice.Core.Routing;

namespace BackOffice.Tests.Core.Routing;

public sealed class PatternWordsTests
{
    [Theory]
    [InlineData("""{"source":["orders"],"detail":{"amount":[{"numeric":[">=",100]}]}}""", "source is \"orders\" and detail.amount is at least 100")]
    [InlineData("""{"a":["x",{"prefix":"y"},null,1.50]}""", "a is \"x\", null or 1.5 or starts with \"y\"")]
    [InlineData("""{"a":[{"anything-but":["x","y"]}]}""", "a is anything but \"x\" or \"y\"")]
    [InlineData("""{"a":[{"anything-but":{"wildcard":["*x"]}}]}""", "a is anything but what is like \"*x\"")]
    [InlineData("""{"a":[{"numeric":[">",1,"<=",2]}],"b":[{"cidr":"10.0.0.9/24"}]}""", "a is more than 1 and at most 2 and b is an address in 10.0.0.0/24")]
    [InlineData("""{"$or":[{"a":[1]},{"b":[{"exists":false}],"c":[{"exists":true}]}]}""", "(a is 1 or (b is absent and c is present))")]
    [InlineData("""{"a":[1,2,3,4,5,6,7,8]}""", "a is 1, 2, 3, 4, 5, 6 or 2 others")]
    [InlineData("""{"a":["y"],"a":["x"]}""", "a is \"x\"")]
    public void Summary_APattern_IsASentence(string pattern, string words) => Assert.Equal(words, Patterns.Good(pattern).Summary);

    [Theory]
    [InlineData("""{ "b" : [ "y" , "x", "x" ], "a.c" : [ 1.0 ], "a": {"b": [1e2]} }""", """{"a":{"b":[100],"c":[1]},"b":["x","y"]}""")]
    [InlineData("""{"a":[{"anything-but":["x"]}],"c":[{"cidr":"10.0.0.9/24"}],"n":[{"numeric":["=",1.0]}]}""", """{"a":[{"anything-but":"x"}],"c":[{"cidr":"10.0.0.0/24"}],"n":[1]}""")]
    [InlineData("""{"$or":[{"b":[1]},{"a":[1]}]}""", """{"$or":[{"a":[1]},{"b":[1]}]}""")]
    [InlineData("""{"n":["a"],"$or":[{"n":["b"]},{"c":[1]}]}""", """{"n":["a"],"$or":[{"n":["b"]},{"c":[1]}]}""")]
    [InlineData("""{"a":[1],"a.b":[2]}""", """{"a":[1],"a.b":[2]}""")]
    [InlineData("""{"a":["0:0::1",{"exactly":"::1"},{"exactly":"x"}]}""", """{"a":["::1","x",{"exactly":"::1"}]}""")]
    [InlineData("""{"x.$or":[1],"$or":[{"y.prefix":[1]},{"z":[2]}]}""", """{"$or":[{"y.prefix":[1]},{"z":[2]}],"x.$or":[1]}""")]
    [InlineData("""{"a":[123456789012345678901.0,1e+22]}""", """{"a":[123456789012345678901.0,1E+22]}""")]
    public void Canonical_WaysOfWriting_AreOne(string pattern, string canonical)
    {
        Assert.Equal(canonical, Patterns.Good(pattern).Canonical);
        Assert.Equal(canonical, Patterns.Good(canonical).Canonical);
    }

    [Fact]
    public void Facts_ForTheQuotaMeter_AreTold()
    {
        var pattern = Patterns.Good("""{"source":["a"],"$or":[{"b.c":[{"anything-but":{"wildcard":"x*"}}]},{"b":{"d":[1]}}]}""");

        Assert.True(pattern.UsesWildcard);
        Assert.Equal(2, pattern.AlternativeCount);
        Assert.Equal(["b.c", "b.d", "source"], pattern.Paths);
        Assert.False(Patterns.Good("""{"a":["*"]}""").UsesWildcard);
    }

    [Theory]
    [InlineData("""{"source":["orders"],"detail":{"amount":[{"numeric":[">",1,"<",2]}],"x":[{"exists":false}]}}""", """{"detail":{"amount":1.5},"source":"orders"}""")]
    [InlineData("""{"a":[{"anything-but":["","x"]}]}""", "{\"a\":\"xx\"}")]
    [InlineData("""{"a":["q"],"a.b":[true]}""", "{\"a\":\"q\",\"a.b\":true}")]
    [InlineData("""{"$or":[{"a":[{"exists":false}],"b":[1]},{"c":[2]}]}""", "{\"b\":1}")]
    public void Witness_APattern_IsAnEvent(string pattern, string witness) => Assert.Equal(witness, PatternWitness.For(Patterns.Good(pattern)));

    [Theory]
    [InlineData("[{\"prefix\":\"ab\"}]", "[{\"suffix\":\"bc\"}]", "\"abc\"")]
    [InlineData("[{\"wildcard\":\"*a*b\"}]", "[{\"wildcard\":\"b*a*\"}]", "\"bab\"")]
    [InlineData("[{\"numeric\":[\">\",1]}]", "[{\"numeric\":[\"<\",1.25]}]", "1.125")]
    [InlineData("[{\"equals-ignore-case\":\"AB\"}]", "[{\"prefix\":\"a\"}]", "\"ab\"")]
    [InlineData("[{\"cidr\":\"10.0.0.0/8\"}]", "[{\"cidr\":\"10.3.0.0/16\"}]", "\"10.3.0.0\"")]
    [InlineData("[{\"anything-but\":1}]", "[1,2]", "2")]
    [InlineData("[\"a\",{\"exists\":false}]", "[\"b\",{\"exists\":false}]", null)]
    [InlineData("[{\"prefix\":\"a\"}]", "[{\"prefix\":\"b\"}]", "none")]
    [InlineData("[{\"wildcard\":\"a*\"}]", "[{\"suffix\":\"b\"},7]", "\"ab\"")]
    [InlineData("[{\"numeric\":[\">\",1]}]", "[{\"numeric\":[\"<\",1]}]", "none")]
    [InlineData("[\"1\"]", "[1]", "none")]
    [InlineData("[{\"exists\":true}]", "[{\"exists\":false}]", "none")]
    public void WitnessForBoth_TwoPatterns_IsWhatTheyShare(string left, string right, string? value) => Assert.Equal(
        value switch { "none" => null, null => "{\"z\":1}", _ => $"{{\"f\":{value},\"z\":1}}" },
        PatternWitness.ForBoth(Patterns.Good($"{{\"f\":{left}}}"), Patterns.Good($"{{\"f\":{right},\"z\":[1]}}")));
}
