using BackOffice.Core.Audit;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Rules;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Routing.Router;

public sealed class DryRunNoteTests
{
    [Fact]
    public async Task Save_WithAHashThatAnybodyCanCompute_ClaimsNoDryRunInTheAuditLog()
    {
        await using var lab = new RouterLab(RouterLab.Fast with
        {
            SecondPerson = false, Destinations = new Dictionary<string, DestinationOptions> { ["notes"] = new() { Kind = DestinationKind.OrderNote } },
        });
        var content = new RuleContent { Pattern = """{"source":["x"]}""", State = RuleState.Disabled, Targets = [RouterLab.To("notes")] };

        var saved = await lab.Rules.SaveAsync(new SaveRule("r", content, "save-1", 0, "Mine", DraftHash.Of("r", 0, content)), PipelineLab.Operator, default);

        Assert.True(saved.IsSuccess, saved.Error?.Message);
        var entry = Assert.Single((await lab.Store.AuditAsync(new AuditQuery { NewestFirst = true }, null, 5, default)).Items, one => one.Entry.CommandId == "save-1");
        Assert.EndsWith("; said to be tried on recorded events before", entry.Detail!.Note, StringComparison.Ordinal);
    }
}
