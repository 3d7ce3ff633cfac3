using System.Text.Json;
using BackOffice.Core.Backends.Embedded.Sandbox;
using BackOffice.Core.Common;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;

namespace BackOffice.Tests.Core.Sandbox;

public sealed class SandboxInputTests
{
    [Theory]
    [InlineData("tok_ok")]
    [InlineData("tok_visa_4242")]
    [InlineData("")]
    [InlineData("tok_busy_")]
    [InlineData("tok_busy_0")]
    [InlineData("tok_busy_100")]
    [InlineData("tok_busy_N")]
    [InlineData("tok_DECLINED")]
    [InlineData("tok_capture_declined")]
    public void Authorise_TokenNotInTheTable_BehavesWell(string token) => Assert.Equal(SandboxFault.None, SandboxInputs.Authorise(token));

    [Theory]
    [InlineData("tok_busy_1", 1)]
    [InlineData("tok_busy_99", 99)]
    public void Authorise_NumberedToken_CarriesItsNumber(string token, int times)
    {
        var fault = SandboxInputs.Authorise(token);

        Assert.Equal(SandboxFaultKind.NotExecuted, fault.Kind);
        Assert.Equal(times, fault.Times);
    }

    [Theory]
    [InlineData("tok_declined", ErrorCodes.CardDeclined)]
    [InlineData("tok_insufficient_funds", ErrorCodes.CardInsufficientFunds)]
    [InlineData("tok_expired", ErrorCodes.CardExpired)]
    public async Task Authorise_Refusals_HaveTheirCodes(string token, string code)
    {
        using var world = new SandboxWorld();

        Assert.Equal(code, Assert.IsType<GatewayRefused>(await world.AuthoriseAsync(token)).Code);
    }

    [Fact]
    public void Scan_SeveralTags_EachGatewayTakesItsOwn()
    {
        const string email = "ana+news+mail-busy-2+fraud-down@example.test";

        Assert.Equal(SandboxFaultKind.NotExecuted, SandboxInputs.Scan(email).Kind);
        Assert.Equal(SandboxFault.Always, SandboxInputs.Scan(email).Times);
        Assert.Equal(2, SandboxInputs.Send(email).Times);
    }

    [Theory]
    [InlineData("ana@example+fraud-down.test")]
    [InlineData("fraud-down@example.test")]
    [InlineData("+")]
    [InlineData("@")]
    [InlineData("")]
    [InlineData("a+")]
    public void Scan_NoTagInTheLocalPart_BehavesWell(string email) => Assert.Equal(SandboxFault.None, SandboxInputs.Scan(email));

    [Theory]
    [InlineData("ana@example.test", 0, 49, false)]
    [InlineData("ana+review@example.test", 80, 100, false)]
    [InlineData("ana+reject@example.test", 99, 100, true)]
    [InlineData("ana+reviewer@example.test", 0, 49, false)]
    public async Task Scan_Verdict_FollowsTheTag(string email, int least, int most, bool reject)
    {
        using var world = new SandboxWorld();

        var answer = Assert.IsType<GatewaySucceeded>(await world.ScanAsync(email));

        var verdict = JsonSerializer.Deserialize(answer.ResultJson ?? "", StoreJson.Default.FraudVerdict);
        Assert.NotNull(verdict);
        Assert.InRange(verdict.Score, least, most);
        Assert.Equal(reject, verdict.Reject);
    }

    [Fact]
    public void Scan_DearOrderOfAGuest_ScoresMoreAndSaysWhy()
    {
        var cheap = SandboxFraudGateway.Score(new(SandboxWorld.Key(StepNames.FraudScan), "a@example.test", "u", "tok_ok", new Money(5000, "USD"), "miami"));
        var dear = SandboxFraudGateway.Score(new(SandboxWorld.Key(StepNames.FraudScan), "a@example.test", null, "tok_ok", new Money(900_000, "USD"), "miami"));

        Assert.Empty(cheap.Reasons);
        Assert.Equal(2, dear.Reasons.Count);
        Assert.True(dear.Score > cheap.Score && dear.Score <= 50);
    }

    [Fact]
    public async Task Issue_SoldOut_IsRefused()
    {
        using var world = new SandboxWorld();

        Assert.Equal(ErrorCodes.VoucherRefused, Assert.IsType<GatewayRefused>(await world.IssueAsync("SOLDOUT-spa")).Code);
        Assert.IsType<GatewaySucceeded>(await world.IssueAsync("spa-SOLDOUT-", unit: "1.2"));
    }

    [Fact]
    public async Task Issue_SoldOutForSomeAttempts_ThenSucceeds()
    {
        using var world = new SandboxWorld();

        Assert.IsType<GatewayRefused>(await world.IssueAsync("SOLDOUT2-spa"));
        Assert.IsType<GatewayRefused>(await world.IssueAsync("SOLDOUT2-spa", attempt: 2));
        Assert.IsType<GatewaySucceeded>(await world.IssueAsync("SOLDOUT2-spa", attempt: 3));
    }

    [Fact]
    public async Task Issue_LastUnits_ServesThemAndRefusesTheRest()
    {
        using var world = new SandboxWorld();

        Assert.IsType<GatewaySucceeded>(await world.IssueAsync("LAST2-spa", unit: "1.1"));
        Assert.IsType<GatewaySucceeded>(await world.IssueAsync("LAST2-spa", unit: "1.2"));
        Assert.IsType<GatewayRefused>(await world.IssueAsync("LAST2-spa", unit: "1.3"));
    }

    [Fact]
    public async Task Issue_SameKeyOtherCode_IsAMismatch()
    {
        using var world = new SandboxWorld();
        await world.IssueAsync("spa", codeHash: "one");

        Assert.Equal(ErrorCodes.KeyMismatch, Assert.IsType<GatewayRefused>(await world.IssueAsync("spa", codeHash: "two")).Code);
    }

    [Fact]
    public void Table_EveryRow_IsFoundByItsOwnText()
    {
        foreach (var input in SandboxInputs.All)
        {
            var at = input.Text.LastIndexOf('N');
            var text = input.Numbered ? input.Text[..at] + "7" + input.Text[(at + 1)..] : input.Text;
            var found = input.Operation switch
            {
                "authorise" => SandboxInputs.Authorise(text),
                "capture" => SandboxInputs.Capture(text),
                "refund" => SandboxInputs.Refund(text),
                "release" => SandboxInputs.Release(text),
                "redeem" => SandboxInputs.Redeem(text),
                "recredit" => SandboxInputs.Recredit(text),
                "scan" => SandboxInputs.Scan($"ana{text}@example.test"),
                "issue" => SandboxInputs.Issue(text + "spa"),
                "void" => SandboxInputs.Void(text + "spa"),
                "send" => SandboxInputs.Send($"ana{text}@example.test"),
                _ => throw new InvalidOperationException(input.Operation),
            };

            Assert.Equal(input.Numbered ? input.Fault with { Times = 7 } : input.Fault, found);
        }
    }

    [Fact]
    public void Table_TextsAreUnique() =>
        Assert.Equal(SandboxInputs.All.Count, SandboxInputs.All.Select(input => input.Text).Distinct(StringComparer.Ordinal).Count());
}
