using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BackOffice.Core.Backends.Embedded.Sandbox;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Intake;
using BackOffice.Core.Samples;

namespace BackOffice.Tests.Core.Samples;

public sealed class SampleOrdersTests
{
    private const int OfOneRun = 2_000;

    [Fact]
    public void Place_OneRun_MeetsEveryInputOfTheSandboxAndMostlyGoesWell()
    {
        var run = Enumerable.Range(1, OfOneRun).Select(number => SampleOrders.Place(number).Request).ToList();

        var missed = SandboxInputs.All.Where(input => input.Operation is not ("refund" or "void" or "release" or "redeem" or "recredit") && !run.Exists(request => Provokes(request, input))).Select(input => input.Text).ToList();

        Assert.True(missed.Count == 0, "No sample has " + string.Join(", ", missed));
        Assert.InRange(run.Count(request => request.Tenders[0].Token == "tok_ok" && !request.Customer.Email.Contains('+', StringComparison.Ordinal) && !request.Lines[0].OfferId.Contains('-', StringComparison.Ordinal)), OfOneRun * 80 / 100, OfOneRun * 95 / 100);
    }

    [Fact]
    public void Place_EveryNumber_IsAnOrderThatTheApiWouldTake()
    {
        foreach (var number in Enumerable.Range(1, 500))
        {
            var request = SampleOrders.Place(number).Request;

            var parsed = OrderRequestParser.Parse(JsonSerializer.SerializeToUtf8Bytes(BodyOf(request)));

            Assert.True(parsed.IsSuccess, $"{number}: {(parsed.Error as Invalid)?.Fields[0]}");
            Assert.Equal(SampleOrders.Channel, parsed.Value.Request.Channel);
        }
    }

    [Fact]
    public void Place_TheSameNumber_IsTheSameOrder()
    {
        var (one, again, other) = (SampleOrders.Place(77), SampleOrders.Place(77), SampleOrders.Place(78));

        Assert.Equal((one.IdempotencyKey, one.BodySha256), (again.IdempotencyKey, again.BodySha256));
        Assert.Equal(BodyOf(one.Request).ToJsonString(), BodyOf(again.Request).ToJsonString());
        Assert.NotEqual(one.IdempotencyKey, other.IdempotencyKey);
    }

    [Fact]
    public void IsSample_OrderOfAClientThatCallsItselfSample_IsNone()
    {
        var claimed = Fakes.SampleViews.Head() with { Channel = SampleOrders.Channel, Intake = new IntakeStamp("client:samples", "sample-000001", "x") };

        Assert.False(SampleOrders.IsSample(claimed));
        Assert.True(SampleOrders.IsSample(claimed with { Intake = new IntakeStamp(SampleOrders.ClientId, "sample-000001", "x") }));
    }

    private static bool Provokes(OrderRequest request, SandboxInput input)
    {
        var text = Regex.Escape(input.Text);
        if (input.Numbered)
            text = text[..text.LastIndexOf('N')] + "[1-9]" + text[(text.LastIndexOf('N') + 1)..];
        return input.Gateway switch
        {
            "payment" => Regex.IsMatch(request.Tenders[0].Token, $"^{text}$"),
            "voucher" => Regex.IsMatch(request.Lines[0].OfferId, $"^{text}"),
            _ => Regex.IsMatch(request.Customer.Email, text + "[@+]"),
        };
    }

    private static JsonObject BodyOf(OrderRequest request)
    {
        var (line, tender) = (request.Lines[0], request.Tenders[0]);
        return new JsonObject
        {
            ["kind"] = "DealVoucher", ["brand"] = request.Brand, ["channel"] = request.Channel, ["locale"] = request.Locale,
            ["externalRefs"] = new JsonArray(new JsonObject { ["system"] = request.ExternalRefs[0].System, ["value"] = request.ExternalRefs[0].Value }),
            ["customer"] = new JsonObject { ["userGuid"] = request.Customer.UserGuid, ["name"] = request.Customer.Name, ["email"] = request.Customer.Email, ["phone"] = request.Customer.Phone },
            ["lines"] = new JsonArray(new JsonObject
            {
                ["city"] = line.City, ["offerId"] = line.OfferId, ["unitId"] = line.UnitId, ["title"] = line.Title, ["quantity"] = line.Quantity, ["unitPrice"] = MoneyOf(line.UnitPrice),
            }),
            ["tenders"] = new JsonArray(new JsonObject { ["kind"] = "Card", ["token"] = tender.Token, ["brand"] = tender.Brand, ["last4"] = tender.Last4, ["amount"] = MoneyOf(tender.Amount) }),
        };
    }

    private static JsonObject MoneyOf(Money money) => new() { ["minor"] = money.Minor, ["unit"] = money.Unit };
}
