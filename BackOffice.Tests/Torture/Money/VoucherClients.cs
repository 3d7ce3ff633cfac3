using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BackOffice.Tests.Torture.Money;

/// <summary>People and merchants at vouchers. Codes come from the customer's mailbox, which the gateway keeps.</summary>
internal sealed partial class VoucherClients(MoneyCaller caller, HttpClient gateway, MoneyHistory history, Func<int, int> roll, Func<string, string> newId, Action<string> count)
{
    /// <param name="verb">void or reissue.</param>
    public async Task ActAsync(string verb, string order, CancellationToken cancellationToken)
    {
        count(verb);
        var seen = await caller.GetAsync(PersonaHandler.Leads[1], $"/api/orders/{order}", cancellationToken);
        var vouchers = seen.Json?["vouchers"] as JsonArray ?? [];
        if (vouchers.Count == 0)
            return;
        var voucher = vouchers[roll(vouchers.Count)]!;
        var done = await CommandAsync(order, seen, $"/api/orders/{order}/vouchers/{voucher["voucherId"]!.GetValue<string>()}/{verb}", cancellationToken);
        if (!done || verb != "reissue" || roll(2) == 0)
            return;
        // The customer still has the first mail.
        var last4 = voucher["codeLast4"]?.GetValue<string>();
        if ((await CodesAsync(order, cancellationToken)).Find(code => Last4Of(code) == last4) is { } old)
            await RedeemAsync(order, old, PersonaHandler.Merchants[0], cancellationToken);
    }

    public async Task ResendAsync(string order, CancellationToken cancellationToken)
    {
        count("resend");
        var seen = await caller.GetAsync(PersonaHandler.Leads[1], $"/api/orders/{order}", cancellationToken);
        await CommandAsync(order, seen, $"/api/orders/{order}/vouchers/resend", cancellationToken);
    }

    public async Task RedeemAsync(string order, CancellationToken cancellationToken)
    {
        count("redeem");
        if (await CodeAsync(order, cancellationToken) is { } code)
            await RedeemAsync(order, code, PersonaHandler.Merchants[roll(2)], cancellationToken);
    }

    /// <summary>Two merchants, each with a key of its own: one at most may give the goods.</summary>
    public async Task RedeemTwiceAtOnceAsync(string order, CancellationToken cancellationToken)
    {
        count("redeem, two at once");
        if (await CodeAsync(order, cancellationToken) is { } code)
            await Task.WhenAll(PersonaHandler.Merchants.Select(merchant => RedeemAsync(order, code, merchant, cancellationToken)));
    }

    private async Task<bool> CommandAsync(string order, MoneyAnswer seen, string path, CancellationToken cancellationToken)
    {
        if (seen.Json?["head"]?["version"]?.GetValue<long>() is not { } version)
            return false;
        var command = newId("v");
        history.VoucherActs[command] = order;
        var answer = await caller.PostAsync(
            PersonaHandler.Leads[1], path, new JsonObject { ["commandId"] = command, ["expectedVersion"] = version, ["reason"] = "Torture.", }, cancellationToken);
        history.Tell(command, answer.Yes);
        return answer.Yes;
    }

    private async Task RedeemAsync(string order, string code, string merchant, CancellationToken cancellationToken)
    {
        var key = newId("k");
        var id = $"{PersonaHandler.ActorOf(merchant)}|{key}";
        history.Redemptions[id] = new AskedRedemption(order, code, merchant);
        var answer = await caller.PostAsync(merchant, $"/api/vouchers/{code}/redeem", null, cancellationToken, key);
        history.Tell(id, answer.Yes);
        if (answer.Yes && answer.Text("last4") is { } last4 && Last4Of(code) != last4)
            history.Complaints.Enqueue($"{order}: code {code} was answered as the one ending {last4}");
    }

    /// <summary>Any code that was ever sent for the order, the replaced ones included.</summary>
    private async Task<string?> CodeAsync(string order, CancellationToken cancellationToken)
    {
        var codes = await CodesAsync(order, cancellationToken);
        return codes.Count == 0 ? null : codes[roll(3) == 0 ? 0 : roll(codes.Count)];
    }

    private async Task<List<string>> CodesAsync(string order, CancellationToken cancellationToken)
    {
        var mail = await gateway.GetFromJsonAsync<List<string>>("/mail/" + order, cancellationToken) ?? [];
        return [.. mail.SelectMany(text => Code().Matches(text).Select(match => match.Value)).Distinct()];
    }

    public static string Last4Of(string code) => code.Replace("-", "", StringComparison.Ordinal)[^4..];

    [GeneratedRegex("GLT-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")]
    private static partial Regex Code();
}
