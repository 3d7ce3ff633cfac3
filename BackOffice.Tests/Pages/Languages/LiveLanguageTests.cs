using BackOffice.Components.Home;
using BackOffice.Components.Shared;
using BackOffice.Core.Orders;
using BackOffice.Core.Rollouts;
using BackOffice.Interaction;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Languages;

/// <summary>What the feed and the clock bring is said in the language of the page, whoever started them.</summary>
public sealed class LiveLanguageTests
{
    [Fact]
    public async Task Pulse_StartedByAnEnglishReader_TellsAPortuguesePageInPortuguese()
    {
        await using var context = Loaded(1);
        using var english = new Speaking(Language.English);
        using var first = context.Services.GetRequiredService<OrderPulse>().Listen(() => { });
        IRenderedComponent<HomePage> page;
        using (new Speaking(Language.Portuguese))
            page = context.Render<HomePage>();
        Assert.Equal("Um pedido precisa de uma pessoa.", page.Find("h1").TextContent);

        context.Orders.Counts.Always(new Dictionary<Headline, long> { [Headline.Failed] = 3 });
        context.Feed.Push(SampleViews.Head());

        page.WaitForAssertion(() => Assert.Equal("Três pedidos precisam de uma pessoa.", page.Find("h1").TextContent));
    }

    [Fact]
    public async Task Feed_OfAPageInPortuguese_DeliversInPortuguese()
    {
        var feed = new FakeOrderFeed();
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        FeedReader reader;
        using (new Speaking(Language.Portuguese))
            reader = new FeedReader(feed.Subscribe(null), _ => { heard.TrySetResult(Texts.T("now")); return Task.CompletedTask; }, _ => Task.CompletedTask, _ => Task.FromResult(false));

        feed.Push(SampleViews.Head());

        Assert.Equal("agora", await heard.Task);
        await reader.DisposeAsync();
    }

    [Fact]
    public async Task Tick_FromAThreadOfTheProcess_KeepsAgesInPortuguese()
    {
        await using var context = new ConsoleContext();
        IRenderedComponent<TimeText> time;
        using (new Speaking(Language.Portuguese))
            time = context.Render<TimeText>(parameters => parameters.Add(p => p.At, context.Clock.GetUtcNow().AddSeconds(-3)).Add(p => p.Age, true).Add(p => p.Ago, true));
        Assert.Equal("há 3 s", time.Find("time").TextContent);

        using var english = new Speaking(Language.English);
        context.Clock.Advance(TimeSpan.FromSeconds(2));

        time.WaitForAssertion(() => Assert.Equal("há 5 s", time.Find("time").TextContent));
    }

    [Fact]
    public async Task Circuit_AfterAnotherLanguageWasChosenInAnotherTab_KeepsItsOwn()
    {
        using var english = new Speaking(Language.English);
        var circuit = new CircuitLanguage();
        circuit.Speak(Language.Portuguese);
        var heard = "";

        using (new Speaking(Language.English))
            await circuit.CreateInboundActivityHandler(_ => { heard = Language.Current.Tag; return Task.CompletedTask; })(null!);

        Assert.Equal("pt-BR", heard);
    }

    private static ConsoleContext Loaded(long failed)
    {
        var context = new ConsoleContext();
        context.Orders.Counts.Always(new Dictionary<Headline, long> { [Headline.Failed] = failed });
        context.Orders.Figures.Always(SampleFigures.Day(context.Clock.GetUtcNow()));
        context.Rollouts.Policy.Always(new RolloutPolicy { Flag = RolloutPolicy.CityOrdersInstantProcessing, Version = 1, Dial = 4000 });
        return context;
    }
}
