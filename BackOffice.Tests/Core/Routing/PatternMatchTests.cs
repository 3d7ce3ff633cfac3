using BackOffice.Core.Routing;

namespace BackOffice.Tests.Core.Routing;

/// <summary>What is easily got wrong, each with its opposite.</summary>
public sealed class PatternMatchTests
{
    [Theory]
    [InlineData("300", "3.0e2", true)]
    [InlineData("0", "-0.0", true)]
    [InlineData("300", "\"300\"", false)]
    [InlineData("0.1", "0.10000000000000001", false)]
    [InlineData("123456789012345678901", "123456789012345678901", true)]
    [InlineData("123456789012345678901", "123456789012345678901.0", false)]
    [InlineData("9007199254740993", "9007199254740992", false)]
    [InlineData("1e400", "1e400", true)]
    [InlineData("true", "1", false)]
    [InlineData("null", "\"null\"", false)]
    [InlineData("null", "null", true)]
    [InlineData("\"\"", "\"\"", true)]
    [InlineData("\"a\"", "\"\\u0061\"", true)]
    [InlineData("\"\\u0061\"", "\"a\"", true)]
    public void Exact_TypeAndValue_BothCount(string pattern, string value, bool expected) => AssertValue(pattern, value, expected);

    [Theory]
    [InlineData("\"::1\"", "\"0:0:0:0:0:0:0:1\"", true)]
    [InlineData("\"::1\"", "\"::2\"", false)]
    [InlineData("{\"exactly\":\"::1\"}", "\"0:0:0:0:0:0:0:1\"", false)]
    [InlineData("{\"exactly\":\"::1\"}", "\"::1\"", true)]
    [InlineData("\"10.0.0.1\"", "\"::ffff:a00:1\"", true)]
    [InlineData("\"10.1\"", "\"10.0.0.1\"", false)]
    [InlineData("{\"anything-but\":\"::1\"}", "\"0:0:0:0:0:0:0:1\"", true)]
    [InlineData("{\"cidr\":\"10.0.0.77/24\"}", "\"10.0.0.3\"", true)]
    [InlineData("{\"cidr\":\"10.0.0.77/24\"}", "\"10.0.1.3\"", false)]
    [InlineData("{\"cidr\":\"0.0.0.0/0\"}", "\"255.255.255.255\"", true)]
    [InlineData("{\"cidr\":\"0.0.0.0/0\"}", "\"::1\"", false)]
    [InlineData("{\"cidr\":\"0.0.0.0/0\"}", "\"0x7f.0.0.1\"", false)]
    [InlineData("{\"cidr\":\"0.0.0.0/0\"}", "\"10.0.0.256\"", false)]
    [InlineData("{\"cidr\":\"2001:db8::/32\"}", "\"2001:0DB8:ffff::\"", true)]
    [InlineData("{\"cidr\":\"2001:db8::/32\"}", "\"2001:db9::\"", false)]
    [InlineData("{\"cidr\":\"::/0\"}", "\"1:2:3:4:5:6:7:8\"", true)]
    [InlineData("{\"cidr\":\"::/0\"}", "\"1:2:3:4:5:6:7:8:9\"", false)]
    [InlineData("{\"cidr\":\"::/0\"}", "\"1:::2\"", false)]
    public void Address_AnySpelling_IsTheAddress(string pattern, string value, bool expected) => AssertValue(pattern, value, expected);

    [Theory]
    [InlineData("{\"equals-ignore-case\":\"ß\"}", "\"SS\"", true)]
    [InlineData("{\"equals-ignore-case\":\"ß\"}", "\"ß\"", true)]
    [InlineData("{\"equals-ignore-case\":\"SS\"}", "\"ß\"", false)]
    [InlineData("{\"equals-ignore-case\":\"k\"}", "\"\u212A\"", false)]
    [InlineData("{\"equals-ignore-case\":\"\u212A\"}", "\"k\"", true)]
    [InlineData("{\"equals-ignore-case\":\"ı\"}", "\"I\"", true)]
    [InlineData("{\"equals-ignore-case\":\"İ\"}", "\"i\u0307\"", true)]
    [InlineData("{\"equals-ignore-case\":\"ⱥ\"}", "\"Ⱥ\"", true)]
    [InlineData("{\"equals-ignore-case\":\"ﬃ\"}", "\"FFI\"", true)]
    [InlineData("{\"equals-ignore-case\":\"ᾳ\"}", "\"ΑΙ\"", true)]
    [InlineData("{\"equals-ignore-case\":\"Σας\"}", "\"ΣΑΣ\"", true)]
    [InlineData("{\"equals-ignore-case\":\"σασ\"}", "\"σας\"", false)]
    [InlineData("{\"equals-ignore-case\":\"abc\"}", "\"abcd\"", false)]
    [InlineData("{\"prefix\":{\"equals-ignore-case\":\"ß\"}}", "\"SSx\"", true)]
    [InlineData("{\"suffix\":{\"equals-ignore-case\":\"ß\"}}", "\"xSS\"", true)]
    [InlineData("{\"suffix\":{\"equals-ignore-case\":\"aß\"}}", "\"SS\"", false)]
    [InlineData("{\"anything-but\":{\"equals-ignore-case\":\"ß\"}}", "\"SS\"", false)]
    [InlineData("{\"equals-ignore-case\":\"🚀a\"}", "\"🚀A\"", true)]
    public void IgnoreCase_CharacterByCharacter_AsOnAws(string pattern, string value, bool expected) => AssertValue(pattern, value, expected);

    [Theory]
    [InlineData("a*", "a", true)]
    [InlineData("*a*a*", "a", false)]
    [InlineData("*a*a*", "aa", true)]
    [InlineData("ab*ba", "aba", false)]
    [InlineData("a\\\\*b", "a*b", true)]
    [InlineData("a\\\\*b", "axb", false)]
    [InlineData("\\\\\\\\*", "\\\\x", true)]
    [InlineData("a?[b]", "a?[b]", true)]
    [InlineData("a?", "ab", false)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*", "", true)]
    [InlineData("é*é", "éxé", true)]
    public void Wildcard_StarsAndEscapes_AreRead(string pattern, string value, bool expected) =>
        AssertValue($"{{\"wildcard\":\"{pattern}\"}}", $"\"{value}\"", expected);

    [Theory]
    [InlineData("{\"numeric\":[\">\",1,\"<=\",2]}", "2", true)]
    [InlineData("{\"numeric\":[\">\",1,\"<=\",2]}", "1", false)]
    [InlineData("{\"numeric\":[\">\",1]}", "\"2\"", false)]
    [InlineData("{\"numeric\":[\"<\",1]}", "null", false)]
    [InlineData("{\"numeric\":[\">\",0]}", "123456789012345678901", false)]
    [InlineData("{\"anything-but\":[1]}", "null", true)]
    [InlineData("{\"anything-but\":[1]}", "\"1\"", true)]
    [InlineData("{\"anything-but\":[1]}", "1.0", false)]
    [InlineData("{\"anything-but\":[\"a\"]}", "[\"a\",\"b\"]", true)]
    [InlineData("{\"anything-but\":[\"a\"]}", "[]", false)]
    [InlineData("{\"exists\":true}", "null", true)]
    [InlineData("{\"exists\":true}", "{}", false)]
    [InlineData("{\"exists\":false}", "{\"x\":1}", true)]
    [InlineData("{\"exists\":false}", "[]", true)]
    [InlineData("{\"exists\":false}", "null", false)]
    [InlineData("\"b\"", "[[\"a\"],[[\"b\"]]]", true)]
    public void Value_OfAnotherTypeOrInLists_IsTakenAsOnAws(string pattern, string value, bool expected) => AssertValue(pattern, value, expected);

    [Theory]
    [InlineData("""{"a.b":["x"]}""", """{"a":{"b":"x"}}""", true)]
    [InlineData("""{"a":{"b":["x"]}}""", """{"a.b":"x"}""", true)]
    [InlineData("""{"a":["y"],"a":["x"]}""", """{"a":"y"}""", false)]
    [InlineData("""{"a":["x"]}""", """{"a":"x","a":"y"}""", false)]
    [InlineData("""{"a":["y"]}""", """{"a":"x","\u0061":"y"}""", true)]
    [InlineData("""{"a":{"b":[1],"c":[2]}}""", """{"a":{"b":1},"a":{"c":2}}""", false)]
    [InlineData("""{"a":{"b":[1],"c":[2]}}""", """{"a":[{"b":1},{"b":1}],"a":{"b":1,"c":2}}""", true)]
    [InlineData("""{"a":{"b":[1]},"x":["y"]}""", """{"a":[{"b":1}],"x":"z","a":{"b":1},"x":"y"}""", true)]
    [InlineData("""{"A":["x"]}""", """{"a":"x"}""", false)]
    public void Names_DotsAndDoubles_AreResolved(string pattern, string json, bool expected) => Assert.Equal(expected, Patterns.Matches(pattern, json));

    [Theory]
    [InlineData("""{"d":{"a":[1],"b":[2]}}""", """{"d":[{"a":1},{"b":2}]}""", false)]
    [InlineData("""{"d":{"a":[1],"b":[2]}}""", """{"d":[{"a":1},{"b":2},{"a":1,"b":2}]}""", true)]
    [InlineData("""{"d":{"a":[1]},"e":{"b":[2]}}""", """{"d":[{"x":0},{"a":1}],"e":[{"b":2}]}""", true)]
    [InlineData("""{"d":{"a":["x"],"b":["y"]}}""", """{"d":{"a":["x","z"],"b":["z","y"]}}""", true)]
    [InlineData("""{"d":{"n":["Anna"],"o":[{"exists":false}]}}""", """{"d":[{"n":"John","o":1},{"n":"Anna"}]}""", true)]
    [InlineData("""{"d":{"n":["Anna"],"a":[{"exists":false}]}}""", """{"d":[{"n":"John","a":1},{"n":"Anna"}]}""", false)]
    public void Arrays_OneElement_MeetsAllFields(string pattern, string json, bool expected) => Assert.Equal(expected, Patterns.Matches(pattern, json));

    [Theory]
    [InlineData("""{"n":["a"],"$or":[{"n":["b"]},{"c":[1]}]}""", """{"n":"b"}""", true)]
    [InlineData("""{"n":["a"],"$or":[{"n":["b"]},{"c":[1]}]}""", """{"n":"a"}""", false)]
    [InlineData("""{"$or":[{"n":["b"]},{"c":[1]}],"n":["a"]}""", """{"n":"b"}""", false)]
    [InlineData("""{"$or":[{"n":["b"]},{"c":[1]}],"n":["a"]}""", """{"n":"a"}""", true)]
    public void Or_FieldInsideAndOutside_TheLaterCounts(string pattern, string json, bool expected) => Assert.Equal(expected, Patterns.Matches(pattern, json));

    [Theory]
    [InlineData("{", "event.not-json")]
    [InlineData("{} x", "event.not-json")]
    [InlineData("{\"a\":NaN}", "event.not-json")]
    [InlineData("[{\"a\":1}]", "event.not-an-object")]
    [InlineData("", "event.not-json")]
    public void Matches_NoEvent_SaysWhy(string json, string code) =>
        Assert.Equal(code, Patterns.Good("""{"a":[{"exists":false}]}""").Matches(Patterns.Utf8(json)).Error?.Code);

    [Fact]
    public void Matches_EventBeyondTheLimits_IsRefused()
    {
        var pattern = Patterns.Good("""{"a":[{"exists":false}]}""");
        var deep = string.Concat(Enumerable.Repeat("{\"x\":", PatternLimits.EventDepth)) + "1" + new string('}', PatternLimits.EventDepth);

        Assert.True(pattern.Matches(Patterns.Utf8(deep)).Value);
        Assert.Equal("event.not-json", pattern.Matches(Patterns.Utf8($"{{\"x\":{deep}}}")).Error?.Code);
        Assert.Equal("event.too-long", pattern.Matches(Patterns.Utf8($"{{\"x\":\"{new string('x', PatternLimits.EventBytes)}\"}}")).Error?.Code);
    }

    [Fact]
    public void Matches_DeepArraysOnTheWay_AreRead()
    {
        var levels = PatternLimits.EventDepth - 2;
        var deep = new string('[', levels) + "{\"b\":1}" + new string(']', levels);

        Assert.True(Patterns.Matches("""{"a":{"b":[1]}}""", $"{{\"a\":{deep}}}"));
    }

    [Fact]
    public void Matches_OneNameManyTimes_TheLastCounts()
    {
        var many = string.Concat(Enumerable.Repeat("\"a\":[{\"c\":1}],\"b\":2,", 40_000));

        Assert.True(Patterns.Matches("""{"a":[3],"b":[2]}""", $"{{{many}\"a\":3}}"));
        Assert.False(Patterns.Matches("""{"a":{"c":[1]}}""", $"{{{many}\"a\":3}}"));
    }

    [Fact]
    public void Matches_MoreElementsThanCanBeTried_IsRefused()
    {
        var list = string.Join(',', Enumerable.Repeat("{\"a\":1},{\"b\":1}", 10_000));

        Assert.Equal("event.too-complex", Patterns.Good("""{"d":{"a":[1],"b":[1]}}""").Matches(Patterns.Utf8($"{{\"d\":[{list}]}}")).Error?.Code);
    }

    [Fact]
    public void Matches_HostileArrays_EndSoon()
    {
        // Each field is met by many elements of an array of its own, the last by none that goes with the first.
        var names = Enumerable.Range(0, 12).Select(i => $"f{i:D2}").ToList();
        var pattern = $"{{{string.Join(',', names.Select(name => $"\"{name}\":{{\"v\":[1]}}"))},\"f00\":{{\"v\":[1],\"w\":[1]}}}}";
        var lists = names.Select(name => $"\"{name}\":[{string.Join(',', Enumerable.Repeat("{\"v\":1}", 100))}{(name == "f00" ? ",{\"w\":1}" : "")}]");

        Assert.False(Patterns.Matches(pattern, $"{{{string.Join(',', lists)}}}"));
    }

    private static void AssertValue(string pattern, string value, bool expected) =>
        Assert.Equal(expected, Patterns.Matches($"{{\"detail\":{{\"f\":[{pattern}]}}}}", $"{{\"detail\":{{\"f\":{value}}}}}"));
}
