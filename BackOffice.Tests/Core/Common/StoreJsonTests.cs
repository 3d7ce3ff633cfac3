using System.Text;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;

namespace BackOffice.Tests.Core.Common;

public sealed class StoreJsonTests
{
    [Fact]
    public void Head_RoundTrip_IsTheSameBytes()
    {
        var head = SampleHead();

        var json = JsonSerializer.SerializeToUtf8Bytes(head, StoreJson.Default.OrderHead);
        var again = JsonSerializer.SerializeToUtf8Bytes(JsonSerializer.Deserialize(json, StoreJson.Default.OrderHead)!, StoreJson.Default.OrderHead);

        Assert.Equal(Encoding.UTF8.GetString(json), Encoding.UTF8.GetString(again));
        Assert.Contains("\"headline\":\"refunding\"", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
        Assert.Contains("\"path\":\"instant\"", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
        Assert.DoesNotContain("null", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
    }

    [Fact]
    public void Effect_RoundTrip_IsEqual()
    {
        var effect = new Effect
        {
            Key = new EffectKey(new OrderId("GC-7KQ2-M4XD"), EffectKey.Checkout, "authorise-payment", "1", 1),
            Kind = EffectKind.Authorise,
            State = EffectState.Unknown,
            Amount = new Money(17800, "USD"),
            RequestHash = "ab",
            Owner = "GC-7KQ2-M4XD-1",
            Epoch = 3,
        };

        var json = JsonSerializer.SerializeToUtf8Bytes(effect, StoreJson.Default.Effect);

        Assert.Equal(effect, JsonSerializer.Deserialize(json, StoreJson.Default.Effect));
        Assert.DoesNotContain("family", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
    }

    [Fact]
    public void Enum_StoredAsNumber_IsRefused() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("{\"path\":1}", StoreJson.Default.Route));

    private static OrderHead SampleHead() => new()
    {
        Id = new OrderId("GC-7KQ2-M4XD"),
        Version = 7,
        Kind = OrderKind.DealVoucher,
        Brand = "gilt-city",
        PlacedAt = DateTimeOffset.UnixEpoch,
        ChangedAt = DateTimeOffset.UnixEpoch,
        Customer = new Customer { Name = "Zoë Invented", Email = "zoe@example.test" },
        Lines =
        [
            new OrderLine
            {
                LineId = 1, City = "New York", OfferId = "o", UnitId = "u", Title = "Spa", Quantity = 2, UnitPrice = new Money(8900, "USD"),
            },
        ],
        Tenders = [new Tender { TenderId = 1, Kind = TenderKind.Card, Amount = new Money(17800, "USD"), Token = "tok_ok" }],
        Route = new Route { Path = OrderPath.Instant, Epoch = 1 },
        DueAt = DateTimeOffset.UnixEpoch,
        Headline = Headline.Refunding,
        Intake = new IntakeStamp("client", "key", "00"),
    };
}
