using System.Text.Json;
using BackOffice.Core.Orders.Intake;
using CsCheck;

namespace BackOffice.Tests.Core.Intake;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("{ \"b\" : [ 1 , 2 ] , \"a\" : { } }", "{\"a\":{},\"b\":[1,2]}")]
    [InlineData("[1.0,1e2,100,0.001,-0,1E+2,10e-1,1.50]", "[1,100,100,1e-3,0,100,1,15e-1]")]
    [InlineData("[1e400,1e-400,123456789012345678901234567890]", "[1e400,1e-400,12345678901234567890123456789e1]")]
    [InlineData("\"\\u0041\\/\\u00e9\\ud83c\\udf81\\u007f\"", "\"A/é🎁\u007f\"")]
    [InlineData("\"\\u0000\\b\\t\\n\\f\\r\\u001f\\\"\\\\\"", "\"\\u0000\\b\\t\\n\\f\\r\\u001f\\\"\\\\\"")]
    [InlineData("{\"\\u20ac\":1,\"\\r\":2,\"1\":3,\"\\ud83d\\ude00\":4,\"\\ufb33\":5}", "{\"\\r\":2,\"1\":3,\"€\":1,\"😀\":4,\"\ufb33\":5}")]
    [InlineData("[true,false,null]", "[true,false,null]")]
    public void Text_OfJson_IsTheOneWay(string json, string canonical)
    {
        using var document = JsonDocument.Parse(json);

        Assert.Equal(canonical, CanonicalJson.Text(document.RootElement));
    }

    [Fact]
    public void Sha256_OfTheSampleOrder_NeverChanges() =>
        // Digests are compared for ever: a change here makes every client's old key a conflict.
        Assert.Equal("1bc69e776a86128392bb9d22bd9f7950650617e2ebdb043e5954ee13fe925baf", Orders.Read(Orders.Full()).Value.BodySha256);

    [Fact]
    public void Sha256_OtherWaysToWriteTheSameBody_IsTheSame()
    {
        var order = Orders.Full();
        var compact = order.ToJsonString();
        var indented = order.ToJsonString(new() { WriteIndented = true });
        var numbers = compact.Replace("\"quantity\":2", "\"quantity\":2.0", StringComparison.Ordinal).Replace("8900", "89e2", StringComparison.Ordinal);
        var turned = new System.Text.Json.Nodes.JsonObject(order.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

        var hashes = new[] { compact, indented, numbers, turned.ToJsonString() }.Select(json => Orders.Read(json).Value.BodySha256).ToList();

        Assert.Single(hashes.Distinct());
        Assert.Equal(64, hashes[0].Length);
    }

    [Theory]
    [InlineData("/customer/name", "\"Zoe Invented\"")]
    [InlineData("/lines/0/promoValue/minor", "12001")]
    [InlineData("/channel", "\"web\"")]
    [InlineData("/channel", null)]
    [InlineData("/externalRefs/1", null)]
    public void Sha256_AnotherBody_IsAnother(string pointer, string? value) =>
        Assert.NotEqual(Orders.Read(Orders.Full()).Value.BodySha256, Orders.Read(Orders.Full().With(pointer, value)).Value.BodySha256);

    [Fact]
    public void Text_OfItself_StaysTheSame() =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var json = RandomJson.Write(new Random(seed), 4);
                using var document = JsonDocument.Parse(json);
                var once = CanonicalJson.Text(document.RootElement);
                using var again = JsonDocument.Parse(once);
                Assert.Equal(once, CanonicalJson.Text(again.RootElement));
            },
            iter: 500);
}
