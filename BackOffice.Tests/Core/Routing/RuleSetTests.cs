using BackOffice.Cli.Bench;
using BackOffice.Core.Routing;

namespace BackOffice.Tests.Core.Routing;

public sealed class RuleSetTests
{
    private static readonly RuleSet<string> s_rules = new(new Dictionary<string, EventPattern>
    {
        ["all"] = Patterns.Good("""{"source":[{"prefix":""}]}"""),
        ["city"] = Patterns.Good("""{"source":["orders"],"detail":{"city":["boston",{"equals-ignore-case":"PARIS"}]}}"""),
        ["dear"] = Patterns.Good("""{"detail":{"$or":[{"amount":[{"numeric":[">=",100]}]},{"vip":[true]}]}}"""),
        ["line"] = Patterns.Good("""{"detail":{"lines":{"sku":[{"wildcard":"*-1"}],"client":[{"cidr":"10.0.0.0/8"}]}}}"""),
        ["not"] = Patterns.Good("""{"detail":{"city":[{"anything-but":{"prefix":["par","x"]}}],"gone":[{"exists":false}]}}"""),
    });

    [Fact]
    public void Match_SeveralRules_AreToldOnceAndInTheirOrder()
    {
        var matches = new List<string> { "before" };

        var count = s_rules.Match("""{"source":"orders","detail":{"amount":200,"vip":true,"city":"boston"}}"""u8, matches);

        Assert.Equal(4, count.Value);
        Assert.Equal(["before", "all", "city", "dear", "not"], matches);
    }

    [Fact]
    public void Match_NoEvent_AddsNothing()
    {
        var matches = new List<string>();

        Assert.Equal("event.not-json", s_rules.Match("{\"source\":\"orders\",}"u8, matches).Error?.Code);
        Assert.Empty(matches);
    }

    [Theory]
    [InlineData("""{"source":1,"detail":{"city":"paris","amount":99.5,"vip":false,"gone":null}}""")]
    [InlineData("""{"source":1,"detail":{"lines":[{"sku":"a-1"},{"client":"10.0.0.1"},{"sku":"\u00e9","client":"::1"}],"city":"parma"}}""")]
    public void Match_Miss_AllocatesNothing(string json)
    {
        var utf8 = Patterns.Utf8(json);
        var matches = new List<string>();
        // The first calls make the thread's buffers and compile the code.
        for (var i = 0; i < 100; i++)
            s_rules.Match(utf8, matches);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            s_rules.Match(utf8, matches);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Empty(matches);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Match_WorkloadOfTheBench_HitsAndMisses()
    {
        var rules = new RuleSet<int>(RoutingWorkload.Patterns().Select((text, id) => KeyValuePair.Create(id, Patterns.Good(text))));
        var (hits, misses) = (new List<int>(), new List<int>());

        Assert.All(RoutingWorkload.Events(hits: true), json => Assert.True(rules.Match(json, hits).IsSuccess));
        Assert.All(RoutingWorkload.Events(hits: false), json => Assert.True(rules.Match(json, misses).IsSuccess));

        Assert.Equal(300, rules.Count);
        Assert.True(hits.Distinct().Count() > 100);
        Assert.Empty(misses);
    }

    [Fact]
    public void Match_MoreAlternativesThanAreCompiledTogether_ToldInTheOrderOfTheSet()
    {
        static string Or(string name) => $"{{\"$or\":[{string.Join(',', Enumerable.Range(0, 30).Select(i => $"{{\"{name}{i}\":[1]}}"))}]}}";
        var rules = new RuleSet<int>(Enumerable.Range(0, 12).Select(id => KeyValuePair.Create(id, Patterns.Good($"{{\"n\":[{{\"anything-but\":{id}}}],\"x\":{Or("a")},\"y\":{Or("b")}}}"))));
        var matches = new List<int>();

        rules.Match("""{"n":5,"x":{"a29":1},"y":{"b0":1}}"""u8, matches);

        Assert.Equal(Enumerable.Range(0, 12).Where(id => id != 5), matches);
    }

    [Fact]
    public void Match_NoRules_MatchesNothing() => Assert.Equal(0, new RuleSet<int>([]).Match("{\"a\":1}"u8, new List<int>()).Value);
}
