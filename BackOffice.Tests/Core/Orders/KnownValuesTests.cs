using BackOffice.Core.Orders.Search;

namespace BackOffice.Tests.Core.Orders;

public class KnownValuesTests
{
    [Fact]
    public void From_SpellingsOfOneCity_AreOneUnderTheCommonestSpelling()
    {
        var known = KnownValues.From(QueryFields.City, [new("sao paulo", 2), new("São Paulo", 5), new("Recife", 6), new("Gone", 0)]);

        Assert.Equal([new("São Paulo", 7), new("Recife", 6)], known[QueryFields.City]);
        Assert.Empty(known[QueryFields.Error]);
    }

    [Fact]
    public void Complete_CityWithoutALetter_OffersTheCommonestFirst_AtMostEight()
    {
        var known = KnownValues.From(QueryFields.City, Enumerable.Range(1, 20).Select(n => new KnownValue($"Town {n}", n)));

        var offered = Completion.Of("city:", known);

        Assert.Equal(8, offered.Count);
        Assert.Equal(new Completion("city:\"Town 20\" ", "city:\"Town 20\"", "", 20), offered[0]);
    }

    [Theory]
    [InlineData("city:Recife")]
    [InlineData("city:Recife,Recife")]
    [InlineData("city:xyz")]
    [InlineData("nofield:Re")]
    public void Complete_WhatIsWrittenOrUnknown_OffersNothing(string text) =>
        Assert.Empty(Completion.Of(text, KnownValues.From(QueryFields.City, [new("Recife", 6)])));

    [Fact]
    public void Complete_PathAndError_WordsThatOrdersNeedNotHave()
    {
        var known = KnownValues.From(QueryFields.Path, [new("Batch", 3)]);

        Assert.Equal(["path:instant", "path:batch"], Completion.Of("path:", known).Select(completion => completion.Label));
        Assert.Equal([null, 3], Completion.Of("path:", known).Select(completion => completion.Count));
        Assert.Contains("error:Card.Declined", Completion.Of("error:card.d", known).Select(completion => completion.Label));
    }
}
