using System.Globalization;
using System.Text.Json.Nodes;
using BackOffice.Core.Backends.Embedded.Sandbox;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;

namespace BackOffice.Tests.Torture;

/// <summary>How an order must end: a headline, and for one that waits for a person the step and, where it is known, the error.</summary>
/// <param name="OrUnknown">True when a kill between intent and answer may leave it unknown: nobody ever learns more of a gateway that stays down.</param>
internal sealed record Ending(Headline Headline, string? Step = null, string? Code = null, bool OrUnknown = false);

/// <param name="Key">Its idempotency key.</param>
/// <param name="Inputs">What it provokes, for messages.</param>
/// <param name="Body">The body of POST /api/orders.</param>
/// <param name="Units">Vouchers it asks for.</param>
/// <param name="Ending">Null when two faults meet and the general rules alone apply.</param>
internal sealed record MixedOrder(string Key, string Inputs, JsonObject Body, int Units, Ending? Ending)
{
    public string ImportLine()
    {
        var line = (JsonObject)Body.DeepClone();
        line["key"] = Key;
        return line.ToJsonString();
    }
}

/// <summary>Orders with every input of the sandbox's table, good ones, and some with two faults; the same for the same seed.</summary>
internal static class OrderMix
{
    private static readonly string[] s_cities = ["New York", "Miami", "Boston", "Chicago", "Los Angeles"];

    /// <summary>What a checkout paid by card meets; refunds, voids, releases and miles have runs of their own.</summary>
    public static readonly IReadOnlyList<SandboxInput> Inputs = [.. SandboxInputs.All.Where(input => input.Operation is not ("refund" or "void" or "release" or "redeem" or "recredit"))];

    public static IReadOnlyList<MixedOrder> Make(int count, int seed)
    {
        var random = new Random(seed);
        var orders = new List<MixedOrder>(count);
        for (var i = 0; i < count; i++)
        {
            var kind = random.Next(10);
            // Every row comes at least once before chance decides.
            SandboxInput[] faults = i < Inputs.Count ? [Inputs[i]]
                : kind < 4 ? []
                : kind < 8 ? [Pick(random)]
                : Two(random);
            orders.Add(Make($"torture-{seed}-{i.ToString("D6", CultureInfo.InvariantCulture)}", i, faults, random));
        }
        return orders;
    }

    private static SandboxInput Pick(Random random) => Inputs[random.Next(Inputs.Count)];

    private static SandboxInput[] Two(Random random)
    {
        var first = Pick(random);
        var second = Pick(random);
        // One card token an order, one offer prefix a line.
        return first.Gateway == second.Gateway && first.Gateway is "payment" or "voucher" ? [first] : first.Gateway == second.Gateway ? [first] : [first, second];
    }

    private static MixedOrder Make(string key, int number, SandboxInput[] faults, Random random)
    {
        var token = "tok_ok";
        var offer = "spa-1";
        var tags = "";
        var units = random.Next(1, 4);
        foreach (var fault in faults)
        {
            var text = Text(fault);
            switch (fault.Gateway)
            {
                case "payment":
                    token = text;
                    break;
                case "voucher":
                    offer = text + "spa";
                    break;
                default:
                    tags += text;
                    break;
            }
        }
        var price = random.Next(10, 200) * 100;
        var body = new JsonObject
        {
            ["kind"] = "DealVoucher",
            ["brand"] = "gilt-city",
            ["customer"] = new JsonObject
            {
                ["userGuid"] = "user-" + number.ToString(CultureInfo.InvariantCulture),
                ["name"] = "Ana Invented",
                ["email"] = $"ana{number}{tags}@example.test",
            },
            ["lines"] = new JsonArray(new JsonObject
            {
                ["city"] = s_cities[random.Next(s_cities.Length)],
                ["offerId"] = offer,
                ["unitId"] = "adult",
                ["title"] = "Spa day",
                ["quantity"] = units,
                ["unitPrice"] = Money(price),
            }),
            ["tenders"] = new JsonArray(new JsonObject { ["kind"] = "Card", ["token"] = token, ["amount"] = Money(price * units) }),
        };
        var ending = faults.Length switch { 0 => new Ending(Headline.Done), 1 => EndingOf(faults[0], units), _ => null };
        return new(key, string.Join(" ", faults.Select(Text)), body, units, ending);
    }

    private static JsonObject Money(long minor) => new() { ["minor"] = minor, ["unit"] = "USD" };

    private static string Text(SandboxInput input)
    {
        var at = input.Text.LastIndexOf('N');
        return input.Numbered ? string.Concat(input.Text.AsSpan(0, at), "1", input.Text.AsSpan(at + 1)) : input.Text;
    }

    /// <summary>How an order with this one fault (its number being 1) must end when nobody helps it.</summary>
    private static Ending EndingOf(SandboxInput input, int units)
    {
        var step = input.Operation switch
        {
            "authorise" => StepNames.AuthorisePayment,
            "capture" => StepNames.CapturePayment,
            "scan" => StepNames.FraudScan,
            "issue" => StepNames.IssueVouchers,
            _ => StepNames.NotifyCustomer,
        };
        var fault = input.Fault;
        return (input.Text, fault.Kind) switch
        {
            ("+review", _) => new(Headline.Held),
            ("+reject", _) => new(Headline.Cancelled),
            (_, SandboxFaultKind.Refused) when fault.ByUnit && units == 1 => new(Headline.Done),
            (_, SandboxFaultKind.Refused) => new(Headline.Failed, step, fault.Code),
            (_, SandboxFaultKind.NotExecuted) when !input.Numbered => new(Headline.Failed, step, fault.Code, OrUnknown: true),
            (_, SandboxFaultKind.LostBefore) when fault.Times == SandboxFault.Always => new(Headline.Unknown, step),
            (_, SandboxFaultKind.LostAfter) when fault.LookupsLost && !input.Numbered => new(Headline.Unknown, step),
            _ => new(Headline.Done),
        };
    }
}
