using BackOffice.Interaction;

namespace BackOffice.Tests.Pages.Interaction;

public class TextsTests
{
    [Fact]
    public void T_InterpolatedWithFormatAndBraces_WritesTheValuesIntoTheText()
    {
        var (count, name) = (1284, "{x}");

        Assert.Equal("1,284 orders of {x} {wait}", Texts.T($"{count:N0} orders of {name} {{wait}}"));
    }
}
