using BackOffice.Core.Routing;

namespace BackOffice.Tests.Core.Routing.Editing;

public sealed class KnownFieldsTests
{
    [Theory]
    [InlineData("detail.amount.minor")]
    [InlineData("detail.orderId")]
    [InlineData("time")]
    public void All_OfSchemasAndEnvelope_AreThere(string path) => Assert.NotNull(KnownFields.Find(path));

    [Fact]
    public void Values_OfAField_AreThoseOfEverySchema()
    {
        Assert.Contains("Order Failed", KnownFields.Find("detail-type")!.Values);
        Assert.Contains("backoffice.refunds", KnownFields.Find("source")!.Values);
        Assert.Contains("Instant", KnownFields.Find("detail.path")!.Values);
        Assert.Empty(KnownFields.Find("detail.city")!.Values);
        Assert.Null(KnownFields.Find("detail"));
    }
}
