using BackOffice.Components.Routing;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Targets;
using BackOffice.Tests.Fakes;
using Bunit;

namespace BackOffice.Tests.Pages.Routing;

public sealed class ConflictCardTests
{
    [Fact]
    public async Task Card_WhenTwoChangesReadTheSame_ShowsBoth_AlsoWhenOneIsPutBeforeThem()
    {
        await using var context = new ConsoleContext();
        var target = new RuleTarget { Id = "t1", Destination = "notes" };
        var before = new RuleContent { Pattern = """{"source":["x"]}""", State = RuleState.Disabled, Targets = [] };
        var theirs = SampleRules.Rule(content: before with { Targets = [target, target] });
        var card = context.Render<ConflictCard>(parameters => parameters.Add(c => c.Draft, RuleDraft.Of(theirs)).Add(c => c.Before, before).Add(c => c.Theirs, theirs));

        card.Render(parameters => parameters.Add(c => c.Theirs, theirs with { Content = theirs.Content with { State = RuleState.Enabled } }));

        var changes = card.FindAll(".dots")[0].QuerySelectorAll("li").Select(change => change.TextContent).ToList();
        Assert.Equal((3, 2), (changes.Count, changes.Distinct().Count()));
    }
}
