using System.Globalization;
using BackOffice.Components.Access;
using BackOffice.Components.Audit;
using BackOffice.Components.Home;
using BackOffice.Components.Orders;
using BackOffice.Components.Rollouts;
using BackOffice.Components.Shared;
using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Rollouts;
using BackOffice.Interaction;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Languages;

/// <summary>A page of each room as somebody in São Paulo sees it.</summary>
public sealed class PortuguesePageTests : IDisposable
{
    private readonly Speaking _portuguese = new(Language.Portuguese);

    public void Dispose() => _portuguese.Dispose();

    [Fact]
    public async Task Home_InPortuguese_SaysWhatNeedsAPerson()
    {
        await using var context = new ConsoleContext();
        context.Orders.Counts.Always(new Dictionary<Headline, long> { [Headline.Failed] = 2, [Headline.Done] = 12_345 });
        context.Orders.Figures.Always(SampleFigures.Day(context.Clock.GetUtcNow()));
        context.Rollouts.Policy.Always(new RolloutPolicy { Flag = RolloutPolicy.CityOrdersInstantProcessing, Version = 1, Dial = 4000, ChangedBy = "Noor Abelard", ChangedAt = context.Clock.GetUtcNow() });

        var page = context.Render<HomePage>();

        Assert.Equal("Dois pedidos precisam de uma pessoa.", page.Find("h1").TextContent);
        Assert.Contains("12.345", page.Markup, StringComparison.Ordinal);
        Assert.Contains("40,00%", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Última mudança por Noor Abelard, ", page.Find("section[aria-labelledby=dial-title]").TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Do pedido ao voucher: ", page.Find("svg.delivery").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Equal("Falhou", page.FindAll(".tile .chip")[3].TextContent);
    }

    [Fact]
    public async Task Audit_InPortuguese_TellsWhoDidWhat()
    {
        await using var context = new ConsoleContext();
        context.Audit.List.Always(new Page<StoredAudit>([SampleViews.Audit(8)], null));

        var page = context.Render<AuditPage>();

        Assert.Equal("Auditoria", page.Find("h1").TextContent);
        Assert.Contains("trial-api criou o pedido.", page.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.Contains("O registro confere com o hash", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollout_InPortuguese_ReadsAndWritesTheDialWithAComma()
    {
        await using var context = new ConsoleContext(Role.ProductManager);
        context.Rollouts.Policy.Always(new RolloutPolicy { Flag = RolloutPolicy.CityOrdersInstantProcessing, Version = 1, Dial = 4000 });
        context.Rollouts.History.Always(new Page<RolloutChange>([], null));
        var page = context.Render<RolloutPage>();
        Assert.Equal("40 de cada 100 pedidos são instantâneos; os demais seguem pelo lote.", page.Find("h1").TextContent);
        Assert.Equal("40,00", page.Find(".dialnum input").GetAttribute("value"));

        await page.Find(".dialnum input").ChangeAsync(new() { Value = "41,5" });

        Assert.Contains("Subir para 41,50%", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_InPortuguese_NamesPermissionAndRoles()
    {
        await using var context = new ConsoleContext();

        var notice = context.Render<StateNotice>(parameters => parameters.Add(p => p.Error, RolePermissions.Refusal(Permission.RolloutSet)).Add(p => p.What, Texts.T("the rollout")));

        Assert.Equal("Você não pode ver a liberação", notice.Find("h2").TextContent);
        Assert.Equal("Isto exige rollout:set. Quem tem: Gerente de produto, Administrador.", notice.Find("p").TextContent);
    }

    [Fact]
    public async Task Orders_InPortuguese_SayWhatWasLookedFor()
    {
        await using var context = new ConsoleContext();
        context.Orders.Search.Always(Page<OrderHead>.Empty);
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/orders?q=quill status:failed");

        var page = context.Render<OrdersPage>();

        Assert.Contains("Nada corresponde a “quill”, tem a situação falhou.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void OrderSentence_OfAnUnknownCapture_IsReadOutInPortuguese() => Assert.Equal(
        "Ainda não sabemos se 178,00 USD foram cobrados do cartão. Verificamos de novo às 07:51.",
        OrderSentence.Of(SampleViews.Unknown(), SampleViews.Placed.AddMinutes(2), at => at.ToString("HH:mm", CultureInfo.InvariantCulture)).Say);

    [Fact]
    public async Task SignedOut_InPortuguese_LeadsBack()
    {
        await using var context = new ConsoleContext();

        Assert.Equal("Você saiu", context.Render<SignedOut>().Find("h1").TextContent);
    }
}
