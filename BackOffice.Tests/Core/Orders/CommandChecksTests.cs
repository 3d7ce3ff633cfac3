using BackOffice.Core.Orders;

namespace BackOffice.Tests.Core.Orders;

public class CommandChecksTests
{
    [Theory]
    [InlineData("c-1", true)]
    [InlineData("checkout", false)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData(null, false)]
    public void IsId_Text_IsOneUnlessItIsTheWordOfTheOrdersOwnEffects(string? id, bool expected) => Assert.Equal(expected, CommandChecks.IsId(id));
}
