using BackOffice.Components.Orders;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Tests.Pages.Orders;

public sealed class CustomerFactsTests
{
    [Fact]
    public async Task Show_WithAReason_ShowsForAMinute_ThenMasksAgain()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);
        var dialogs = context.RenderProviders();
        var clear = SampleViews.Head().Customer;
        context.Reveals.Customer.Always(_ => new RevealedCustomer(SampleViews.Id, clear, new RevealTaken(context.Clock.GetUtcNow().AddSeconds(60), 4, false)));
        var facts = context.Render<CustomerFacts>(parameters => parameters.Add(shown => shown.Head, CustomerMask.Of(SampleViews.Head())));
        Assert.Contains("d•••@e•••.com", facts.Markup, StringComparison.Ordinal);

        var open = facts.Find("#reveal-customer").ClickAsync(new());
        dialogs.WaitForElement("#reveal-reason");
        Assert.True(dialogs.Find(".btn.p").HasAttribute("disabled"));
        await dialogs.FindAll("input[name=reveal-why]")[0].ChangeAsync(new ChangeEventArgs { Value = "on" });
        await dialogs.Find("#reveal-reason").InputAsync(new ChangeEventArgs { Value = "She spells her address" });
        await dialogs.Find(".btn.p").ClickAsync(new());
        await open;

        Assert.Contains("dora.whitfield@example.com", facts.Markup, StringComparison.Ordinal);
        var asked = Assert.Single(context.Reveals.Customer.Asked);
        Assert.Equal((RevealReason.CustomerContact, "She spells her address"), (asked.ReasonCode, asked.Reason));
        context.Clock.Advance(TimeSpan.FromSeconds(61));
        facts.WaitForAssertion(() => Assert.DoesNotContain("dora.whitfield@example.com", facts.Markup, StringComparison.Ordinal));
        Assert.Contains("d•••@e•••.com", facts.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_WithoutPermission_IsClosedAndNamesIt()
    {
        await using var context = new ConsoleContext(Role.ProductManager);

        var facts = context.Render<CustomerFacts>(parameters => parameters.Add(shown => shown.Head, CustomerMask.Of(SampleViews.Head())));

        Assert.Contains("customers:reveal", facts.Find("#reveal-customer-why").TextContent, StringComparison.Ordinal);
    }
}
