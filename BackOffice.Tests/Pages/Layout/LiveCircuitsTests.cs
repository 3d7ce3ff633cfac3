using BackOffice.Core.Common;
using BackOffice.Interaction;
using BackOffice.Interaction.Circuits;
using Microsoft.Extensions.Options;

namespace BackOffice.Tests.Pages.Layout;

public sealed class LiveCircuitsTests
{
    private static readonly Actor s_ama = new("idp|1", "Ama Kestrel", ActorKind.Person, []);
    private static readonly Actor s_ines = new("idp|2", "Ines Marlow", ActorKind.Person, []);

    private readonly LiveCircuits _circuits = new(Options.Create(new ConsoleOptions { CircuitsPerPerson = 2 }));

    [Fact]
    public void Open_OneTooMany_IsRefusedAndCountedApart()
    {
        Assert.True(_circuits.Open("a", s_ama));
        Assert.True(_circuits.Open("b", s_ama));

        Assert.False(_circuits.Open("c", s_ama));
        Assert.True(_circuits.Open("d", s_ines));

        var figures = _circuits.Read();
        Assert.Equal((3, 0, 3L, 1L, 2), (figures.Connected, figures.Waiting, figures.Opened, figures.Refused, figures.PerPerson));
        Assert.Equal([new PersonCircuits("Ama Kestrel", 2, 0), new PersonCircuits("Ines Marlow", 1, 0)], figures.People);
    }

    [Fact]
    public void Close_OfOne_GivesItsPlaceToTheNext()
    {
        _circuits.Open("a", s_ama);
        _circuits.Open("b", s_ama);

        _circuits.Close("a");

        Assert.True(_circuits.Open("c", s_ama));
    }

    [Fact]
    public void Connect_LostCircuits_DoNotCountAgainstTheirPersonAndMayComeBack()
    {
        _circuits.Open("a", s_ama);
        _circuits.Open("b", s_ama);
        _circuits.Connect("a", connected: false);

        Assert.True(_circuits.Open("c", s_ama));
        Assert.Equal((2, 1), (_circuits.Read().Connected, _circuits.Read().Waiting));
        _circuits.Connect("a", connected: true);

        Assert.Equal((3, 0), (_circuits.Read().Connected, _circuits.Read().Waiting));
        Assert.False(_circuits.Open("d", s_ama));
    }

    [Fact]
    public void Insists_MoreRefusedThanAllowed_IsTrue()
    {
        foreach (var id in new[] { "a", "b", "c", "d" })
            _circuits.Open(id, s_ama);
        Assert.False(_circuits.Insists(s_ama));

        _circuits.Open("e", s_ama);

        Assert.True(_circuits.Insists(s_ama));
        Assert.False(_circuits.Insists(s_ines));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public void Options_OutOfRange_AreRefusedByTheirKey(int most, bool sound)
    {
        var checkedOptions = new ConsoleOptions.Validator().Validate(null, new() { CircuitsPerPerson = most });

        Assert.Equal(sound, checkedOptions.Succeeded);
        if (!sound)
            Assert.Contains("Console:CircuitsPerPerson", checkedOptions.FailureMessage, StringComparison.Ordinal);
    }
}
