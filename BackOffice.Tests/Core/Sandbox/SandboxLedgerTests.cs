using BackOffice.Core.Backends.Embedded.Sandbox;
using BackOffice.Core.Common;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Core.Sandbox;

public sealed class SandboxLedgerTests
{
    [Fact]
    public async Task EffectsByUnit_KeyChangedByARetry_IsSeenAsTwoEffects()
    {
        using var world = new SandboxWorld();
        await world.AuthoriseAsync("tok_ok");
        await world.AuthoriseAsync("tok_ok", attempt: 2);

        using var ledger = world.Ledger();

        Assert.Empty(ledger.EffectsByKey(2));
        var twice = Assert.Single(ledger.EffectsByUnit(2));
        Assert.Equal(SandboxWorld.Key(StepNames.AuthorisePayment).Family, twice.Key);
        Assert.Equal(2, twice.Effects);
    }

    [Fact]
    public async Task EffectsByUnit_UnitsThatDifferInTheirLastDigits_AreApart()
    {
        using var world = new SandboxWorld();
        await world.IssueAsync("spa", unit: "1.1");
        await world.IssueAsync("spa", unit: "1.11");
        await world.IssueAsync("spa", unit: "11.1");

        using var ledger = world.Ledger();

        Assert.Equal(3, ledger.EffectsByUnit().Count());
        Assert.Empty(ledger.EffectsByUnit(2));
    }

    [Fact]
    public async Task EffectsOf_OrderWhoseIdBeginsAnother_ReadsItsOwnAlone()
    {
        using var world = new SandboxWorld();
        foreach (var order in new[] { "GC-1", "GC-12", "GC-1-2" })
            await world.Payment.AuthoriseAsync(new(SandboxWorld.Key(StepNames.AuthorisePayment, order: order), "tok_ok", SandboxWorld.Price), CancellationToken.None);

        using var ledger = world.Ledger();

        var effect = Assert.Single(ledger.EffectsOf(new OrderId("GC-1")));
        Assert.Equal("GC-1/checkout/authorise-payment/1/1", effect.Key);
        Assert.Equal(SandboxWorld.Price, effect.Amount);
        Assert.Equal(world.Clock.GetUtcNow(), effect.At);
    }

    [Fact]
    public async Task Calls_EveryOneReceived_IsThereWithHashAndAnswer()
    {
        using var world = new SandboxWorld();
        await world.AuthoriseAsync("tok_timeout_before");
        await world.Payment.LookUpAsync(SandboxWorld.Key(StepNames.AuthorisePayment), CancellationToken.None);
        await world.AuthoriseAsync("tok_timeout_before");
        await world.AuthoriseAsync("tok_declined", attempt: 2);

        using var ledger = world.Ledger();
        var calls = ledger.Calls().ToList();

        Assert.Equal(["authorise", "look-up", "authorise", "authorise"], calls.Select(call => call.Operation));
        Assert.Equal(["lost", "not found", "took effect", "refused"], calls.Select(call => call.Done));
        Assert.StartsWith("none", calls[0].Answered, StringComparison.Ordinal);
        Assert.Equal("succeeded auth_0000000001", calls[2].Answered);
        Assert.Equal(64, calls[0].RequestHash.Length);
        Assert.Equal(calls[0].RequestHash, calls[2].RequestHash);
        Assert.Equal(4, ledger.CountCalls());
        Assert.Equal(1, ledger.CountEffects());
        Assert.Empty(ledger.CheckIntegrity());
    }

    [Fact]
    public void Open_FileMissing_IsRefused()
    {
        using var world = new SandboxWorld();
        _ = world.Payment;
        world.Ledger().Dispose();
        world.Restart();
        File.Delete(Path.Combine(world.Options.Folder, "fraud.db"));

        Assert.Throws<FileNotFoundException>(() => world.Ledger());
    }

    [Fact]
    public void Start_DamagedFile_IsRefusedAndStaysAsItIs()
    {
        using var world = new SandboxWorld();
        Directory.CreateDirectory(world.Options.Folder);
        var path = Path.Combine(world.Options.Folder, "payments.db");
        var damage = new string('x', 8192);
        File.WriteAllText(path, damage);

        var refused = Assert.Throws<InvalidOperationException>(() => world.Payment);

        Assert.Contains("payments.db", refused.Message, StringComparison.Ordinal);
        Assert.Equal(damage, File.ReadAllText(path));
    }

    [Fact]
    public void AddSandboxGateways_WrongOptions_NamesEveryOne()
    {
        var wrong = new SandboxOptions { Folder = "", KeyLifetime = TimeSpan.Zero, SlowDelay = TimeSpan.FromDays(1) };

        var refused = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddSandboxGateways(wrong));

        Assert.Contains("Sandbox:Folder", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Sandbox:KeyLifetime", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Sandbox:SlowDelay", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Terms_DeclareLifetimeAndLookUp()
    {
        using var world = new SandboxWorld();

        Assert.Equal(new GatewayTerms(world.Options.KeyLifetime, CanLookUp: true), world.Payment.Terms);
    }
}
