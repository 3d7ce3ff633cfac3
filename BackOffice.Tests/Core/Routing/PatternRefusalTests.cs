using BackOffice.Core.Routing;

namespace BackOffice.Tests.Core.Routing;

/// <summary>What is refused, with its place and AWS's words. What AWS was recorded to refuse is in Conformance.</summary>
public sealed class PatternRefusalTests
{
    [Theory]
    [InlineData("[]", "$", "Filter is not an object")]
    [InlineData("{}", "$", "Empty objects are not allowed")]
    [InlineData("""{"a":{}}""", "$.a", "Empty objects are not allowed")]
    [InlineData("""{"a":[]}""", "$.a", "Empty arrays are not allowed")]
    [InlineData("""{"a":[[1]]}""", "$.a[0]", "Match value must be String, number, true, false, or null")]
    [InlineData("""{"a b":"x"}""", "$['a b']", "\"a b\" must be an object or an array")]
    [InlineData("""{"a":[{}]}""", "$.a[0]", "Match expression name not found")]
    [InlineData("""{"a":["x",{"prefix":"a","suffix":"b"}]}""", "$.a[1].prefix", "Only one key allowed in match expression")]
    [InlineData("""{"a":[{"exists":"true"}]}""", "$.a[0].exists", "exists match pattern must be either true or false.")]
    [InlineData("""{"a":[{"exactly":1}]}""", "$.a[0].exactly", "exact match pattern must be a string")]
    [InlineData("""{"a":[{"prefix":{"wildcard":"x"}}]}""", "$.a[0].prefix", "Unsupported prefix pattern: wildcard")]
    [InlineData("""{"a":[{"suffix":{}}]}""", "$.a[0].suffix", "Suffix expression name not found")]
    [InlineData("""{"a":[{"anything-but":{"exists":true}}]}""", "$.a[0].anything-but.exists", "Unsupported anything-but pattern: exists")]
    [InlineData("""{"a":[{"anything-but":["a",1]}]}""", "$.a[0].anything-but", "Inside anything but list, either all values are number or string, mixed type is not supported")]
    [InlineData("""{"a":[{"anything-but":[]}]}""", "$.a[0].anything-but", "Inside anything but list, either all values are number or string, mixed type is not supported")]
    [InlineData("""{"a":[{"anything-but":[{"wildcard":"a*"}]}]}""", "$.a[0].anything-but[0]", "Inside anything but list, start|null|boolean is not supported.")]
    [InlineData("""{"a":[{"anything-but":{"prefix":[]}}]}""", "$.a[0].anything-but.prefix", null)]
    [InlineData("""{"a":[{"anything-but":1e400}]}""", "$.a[0].anything-but", "Cannot compare number : 1e400")]
    [InlineData("""{"a":[{"numeric":[]}]}""", "$.a[0].numeric", "Invalid member in numeric match: ]")]
    [InlineData("""{"a":[{"numeric":["=="  ,1]}]}""", "$.a[0].numeric", "Unrecognized numeric range operator: ==")]
    [InlineData("""{"a":[{"numeric":["<","1"]}]}""", "$.a[0].numeric", "Value of < must be numeric")]
    [InlineData("""{"a":[{"numeric":["=",1,"<",2]}]}""", "$.a[0].numeric", "Too many elements in numeric expression")]
    [InlineData("""{"a":[{"numeric":["<",2,">",1]}]}""", "$.a[0].numeric", "Too many elements in numeric expression")]
    [InlineData("""{"a":[{"numeric":[">",1,"<",2,"<",3]}]}""", "$.a[0].numeric", "Too many terms in numeric range expression")]
    [InlineData("""{"a":[{"numeric":[">",1,"<",1.0]}]}""", "$.a[0].numeric", "Bottom must be less than top")]
    [InlineData("""{"a":[{"cidr":"10.0.0.0/32"}]}""", "$.a[0].cidr", "IPv4 mask bits must be < 32")]
    [InlineData("""{"a":[{"cidr":"::/128"}]}""", "$.a[0].cidr", "IPv6 mask bits must be < 128")]
    [InlineData("""{"a":[{"cidr":"10.0.0.0"}]}""", "$.a[0].cidr", "Malformed CIDR, one '/' required")]
    [InlineData("""{"a":[{"cidr":"10.0.0.0/-1"}]}""", "$.a[0].cidr", "Malformed CIDR, mask bits must not be negative")]
    [InlineData("""{"a":[{"cidr":1}]}""", "$.a[0].cidr", "prefix match pattern must be a string")]
    [InlineData("""{"a":[{"wildcard":"é**"}]}""", "$.a[0].wildcard", "Consecutive wildcard characters at pos 3")]
    [InlineData("""{"a":[{"wildcard":"a\\b"}]}""", "$.a[0].wildcard", "Invalid escape character at pos 2")]
    [InlineData("""{"$or":1}""", "$.$or", "It must be an Array followed with $or.")]
    [InlineData("""{"$or":[{"a":[1]}]}""", "$.$or", "There must have at least 2 Objects in $or relationship.")]
    [InlineData("""{"$or":[{"a":[1]},{"b":{"prefix":["x"]}}]}""", "$.$or[1].b.prefix", "prefix is Ruler reserved fieldName which cannot be used inside $or.")]
    public void Parse_WhatAwsRefuses_IsRefusedWithItsPlaceAndAwsReason(string pattern, string path, string? awsReason)
    {
        var refusal = Patterns.Refused(pattern);

        Assert.Equal((path, awsReason), (refusal.Path, refusal.AwsReason));
        Assert.Equal(refusal, Patterns.Refused(pattern, PatternReading.Existing));
    }

    [Theory]
    [InlineData("{\n  \"source\": [\"a\"],\n  \"é\": [1], \"detail-type\": \"Order Failed\"\n}", 3, 28, "\"detail-type\": [\"Order Failed\"]")]
    [InlineData("{\"a\":[{\"Prefix\":\"x\"}]}", 1, 8, "Did you mean \"prefix\"? Comparisons are written in small letters.")]
    [InlineData("{\"a\":[{\"anything_but\":\"x\"}]}", 1, 8, "Did you mean \"anything-but\"? Comparisons are written in small letters.")]
    [InlineData("{\"a\":[{\"contains\":\"x\"}]}", 1, 8, "{ \"wildcard\": \"*part*\" }")]
    [InlineData("{\"a\":[{\"suffix\":[\"x\"]}]}", 1, 17, "One comparison for each: [{ \"suffix\": \"a\" }, { \"suffix\": \"b\" }].")]
    public void Parse_Refused_SaysWhereAndWhatToWrite(string pattern, int line, int column, string suggestion)
    {
        var refusal = Patterns.Refused(pattern);

        Assert.Equal((line, column, suggestion), (refusal.Line, refusal.Column, refusal.Suggestion));
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("{\"a\":[1],}", 1, 10)]
    [InlineData("{\n\"a\":[1]\n} x", 3, 3)]
    [InlineData("{\"a\":[NaN]}", 1, 7)]
    [InlineData("{\"a\":[1] /* why */}", 1, 10)]
    [InlineData("{\"a\":[\"\\ud800\"]}", 1, 7)]
    public void Parse_NoJson_IsRefusedWithItsPlace(string pattern, int line, int column)
    {
        var refusal = Patterns.Refused(pattern);

        Assert.Equal((line, column), (refusal.Line, refusal.Column));
    }

    [Fact]
    public void Parse_TooLong_IsRefusedUnlessItExistsAlready()
    {
        var fits = $"{{\"a\":[\"{new string('x', PatternLimits.Characters - 10)}\"]}}";
        var quota = fits.Replace("x\"", "xx\"", StringComparison.Ordinal);
        var never = $"{{\"a\":[\"{new string('x', PatternLimits.MostCharacters)}\"]}}";

        Assert.Equal(PatternLimits.Characters, fits.Length);
        Patterns.Good(fits);
        Patterns.Refused(quota);
        Patterns.Good(quota, PatternReading.Existing);
        Patterns.Refused(never, PatternReading.Existing);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public void Parse_CombinationsOfOr_AreLimited(int lastLength, bool good)
    {
        static string Or(string name, int length) => $"{{\"$or\":[{string.Join(',', Enumerable.Range(0, length).Select(i => $"{{\"{name}{i}\":[1]}}"))}]}}";
        var pattern = $"{{\"x\":{Or("a", 10)},\"y\":{Or("b", 10)},\"z\":{Or("c", lastLength)}}}";

        var parsed = EventPattern.Parse(pattern);

        Assert.Equal(good, parsed.IsSuccess);
        if (good)
            Assert.Equal(1_000, parsed.Value.AlternativeCount);
    }

    [Theory]
    [InlineData("[{\"wildcard\":\"a*\"}]", 0)]
    [InlineData("[{\"wildcard\":\"/Users/*/dir/dir/dir/dir/dir/doc.txt\"}]", 1)]
    [InlineData("[{\"wildcard\":\"*:*:*:*:*:event-bus/*\"}]", -1)]
    [InlineData("[{\"wildcard\":\"*:*:*\"},{\"wildcard\":\"*:x*:*\"},{\"wildcard\":\"*:y*\"},{\"wildcard\":\"*:z*\"}]", -1)]
    [InlineData("[{\"wildcard\":\"a*:*:*\"},{\"wildcard\":\"b*:x*:*\"},{\"wildcard\":\"c*:y*\"},{\"wildcard\":\"d*:z*\"}]", 1)]
    [InlineData("[{\"wildcard\":\"*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}]", -1)]
    public void Parse_WildcardComplexity_IsWarnedOfAndRefused(string list, int warnings)
    {
        var parsed = EventPattern.Parse($"{{\"a\":{list}}}");

        if (warnings < 0)
            Assert.StartsWith("Rule is too complex", Assert.IsType<PatternRefusal>(parsed.Error).AwsReason, StringComparison.Ordinal);
        else
            Assert.Equal(warnings, parsed.Value.Warnings.Count);
    }

    [Theory]
    [InlineData("""{"$or":[{"prefix":"x"}]}""", """{"$or":"xy"}""")]
    [InlineData("""{"a":[1],"detail":{"$or":[{"numeric":[">",0]},{"numeric":[">",10]}]}}""", """{"a":1,"detail":{"$or":5}}""")]
    public void Parse_MalformedOr_IsRefusedAndReadOnlyOfAnExistingRule(string pattern, string json)
    {
        Assert.Contains("AWS would take it", Patterns.Refused(pattern).Message, StringComparison.Ordinal);

        var existing = Patterns.Good(pattern, PatternReading.Existing);
        Assert.True(existing.HasLegacyOr);
        Assert.True(existing.Matches(Patterns.Utf8(json)).Value);
        Assert.False(existing.Matches(Patterns.Utf8("""{"a":1,"detail":{"x":5}}""")).Value);
        Assert.Equal(existing.Canonical, Patterns.Good(existing.Canonical, PatternReading.Existing).Canonical);
    }
}
