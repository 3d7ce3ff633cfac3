using BackOffice.Components.Layout;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Interaction;

namespace BackOffice.Tests.Pages.Interaction;

public sealed class FormatsTests
{
    [Theory]
    [InlineData(128_490, "BRL", "1,284.90 BRL")]
    [InlineData(17_800, "USD", "178.00 USD")]
    [InlineData(32_000, "MILES", "32,000 miles")]
    [InlineData(500, "JPY", "500 JPY")]
    [InlineData(1_234, "KWD", "1.234 KWD")]
    public void Amount_OfAUnit_HasItsOwnDecimals(long minor, string unit, string expected) => Assert.Equal(expected, Formats.Amount(new Money(minor, unit)));

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(0.042, "42 ms")]
    [InlineData(9.99, "9.9 s")]
    [InlineData(34, "34 s")]
    [InlineData(114, "1 min 54 s")]
    [InlineData(120, "2 min")]
    [InlineData(7_380, "2 h 3 min")]
    [InlineData(349_200, "4 d 1 h")]
    [InlineData(-3, "0 ms")]
    public void Duration_OfSeconds_IsShort(double seconds, string expected) => Assert.Equal(expected, Formats.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(1, "1 second")]
    [InlineData(38, "38 seconds")]
    [InlineData(1_320, "22 minutes")]
    [InlineData(7_200, "2 hours")]
    public void Spoken_OfSeconds_CanBeRead(double seconds, string expected) => Assert.Equal(expected, Formats.Spoken(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(4000, "40.00%")]
    [InlineData(1, "0.01%")]
    [InlineData(10_000, "100.00%")]
    public void Percent_OfBasisPoints_HasTwoDecimals(int basisPoints, string expected) => Assert.Equal(expected, Formats.Percent(basisPoints));

    [Fact]
    public void OrdersUrl_WrittenAndParsed_IsTheSame()
    {
        var url = new OrdersUrl("ana & co status:failed,held city:\"New York\"", "a/b+c=");

        var text = url.ToString();
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri("http://x" + text).Query);
        var parsed = OrdersUrl.Parse(query["q"], query["cursor"]);

        Assert.Equal(text, parsed.ToString());
        Assert.Equal(url, parsed);
    }

    [Fact]
    public void OrdersUrl_Blanks_AreLeftOut() => Assert.Equal("/orders", OrdersUrl.Parse("  ", "").ToString());
}
