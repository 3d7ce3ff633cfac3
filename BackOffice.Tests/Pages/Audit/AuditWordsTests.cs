using System.Reflection;
using BackOffice.Components.Shared;
using BackOffice.Core.Audit;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Pages.Audit;

public sealed class AuditWordsTests
{
    public static TheoryData<string> Actions =>
        [.. typeof(AuditActions).GetFields(BindingFlags.Public | BindingFlags.Static).Select(action => action.GetRawConstantValue() as string ?? throw new InvalidOperationException(action.Name))];

    /// <summary>"Viktor Saltmarsh rule saved." is no sentence.</summary>
    [Theory]
    [MemberData(nameof(Actions))]
    public void Act_OfEveryAction_IsWordsAndNotItsName(string action) => Assert.NotEqual(action.Replace('.', ' ').Replace('-', ' '), AuditWords.Act(action));

    [Theory]
    [InlineData("system:refunds", "refunds", "The refund runner closed a refund.")]
    [InlineData("system:rule/stuck-orders", "Rule stuck-orders", "The rule stuck-orders closed a refund.")]
    [InlineData("system:new-part", "new-part", "The program (new-part) closed a refund.")]
    [InlineData("op|2", "Lena Marlow", "Lena Marlow closed a refund.")]
    public void Title_OfAPartOfTheProgram_NamesItByWhatItDoes(string id, string name, string title)
    {
        var stored = SampleViews.Audit(1, AuditActions.RefundClosed, "", name);

        Assert.Equal(title, AuditWords.Title(stored with { Entry = stored.Entry with { ActorId = id } }));
    }

    /// <summary>Every actor of the program's own that Core names has its words.</summary>
    [Theory]
    [InlineData("refunds"), InlineData("vouchers"), InlineData("fallback"), InlineData("sweeper"), InlineData("reconciler"), InlineData("fraud-review")]
    [InlineData("payment-callbacks"), InlineData("money watch"), InlineData("bulk retries"), InlineData("replays"), InlineData("rule-publisher"), InlineData("samples")]
    public void Who_PartOfTheProgram_IsNotItsRawName(string part)
    {
        var stored = SampleViews.Audit(1, AuditActions.RefundClosed, "", part);

        Assert.DoesNotContain("program", AuditWords.Who(stored with { Entry = stored.Entry with { ActorId = "system:" + part } }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Refund 019a3f77c8de4f0aa1b2c3d4e5f60718 of 178.00 USD, preview 0c6f2a91b3de.", "Refund 019a·0718 of 178.00 USD, preview 0c6f2a91b3de.")]
    [InlineData("Order GC-4417-0932, step authorise-payment-again-and-again.", "Order GC-4417-0932, step authorise-payment-again-and-again.")]
    public void Brief_LongIds_AreCutToTheirEnds(string note, string brief) => Assert.Equal(brief, AuditWords.Brief(note));
}
