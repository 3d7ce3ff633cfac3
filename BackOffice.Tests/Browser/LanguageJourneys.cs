namespace BackOffice.Tests.Browser;

/// <summary>The real program in Portuguese, beside somebody who reads English.</summary>
[Collection(ChromiumBrowser.Name)]
public sealed class LanguageJourneys(ChromiumBrowser browser, RealConsole console) : IClassFixture<RealConsole>
{
    [BrowserFact]
    public async Task Console_ChosenInPortuguese_StaysSoWhenTheFeedBringsNews()
    {
        await using var english = await browser.OpenAsync();
        await console.SignInAsync(english.Page, "Ama Kestrel");
        await english.Page.WaitForSelectorAsync("h1:text-is('No order needs a person.')");
        await using var tab = await browser.OpenAsync();
        await console.SignInAsync(tab.Page, "Ines Marlow");

        await tab.Page.ClickAsync("a[hreflang='pt-BR']");
        await tab.Page.WaitForSelectorAsync("html[lang='pt-BR'] h1:text-is('Nenhum pedido precisa de uma pessoa.')");
        await console.PlaceAsync("tok_declined_1");

        await tab.Page.WaitForSelectorAsync("h1:text-is('Um pedido precisa de uma pessoa.')");
        await english.Page.WaitForSelectorAsync("h1:text-is('One order needs a person.')");
        foreach (var (page, name) in new[] { ("/", "home"), ("/orders", "orders"), ("/rollout", "rollout"), ("/audit", "audit") })
        {
            await tab.Page.GotoAsync(console.Url + page);
            await tab.Page.WaitForSelectorAsync("main .card");
            await tab.ScreenAsync($"pt-{name}-1440-light");
        }

        Assert.Empty(tab.Problems);
        Assert.Empty(english.Problems);
    }
}
