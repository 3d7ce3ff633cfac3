using System.Text;
using BackOffice.Core.Backends.Embedded.Sandbox;
using BackOffice.Core.Orders.Intake;

namespace BackOffice.Tests.Torture;

public sealed class OrderMixTests
{
    [Fact]
    public void Make_AnySeed_EveryLineIsAGoodOrder()
    {
        foreach (var order in OrderMix.Make(1_000, 7))
        {
            var line = OrderRequestParser.ParseImportLine(Encoding.UTF8.GetBytes(order.ImportLine()));

            Assert.True(line.IsSuccess, $"{order.Inputs}: {line.Error?.Message}");
            Assert.Equal(order.Key, line.Value.Key);
        }
    }

    [Fact]
    public void Make_SameSeed_IsTheSame() =>
        Assert.Equal(OrderMix.Make(200, 7).Select(order => order.ImportLine()), OrderMix.Make(200, 7).Select(order => order.ImportLine()));

    [Fact]
    public void Make_EnoughOrders_HasEveryInput()
    {
        var inputs = OrderMix.Make(150, 7).Select(order => order.Inputs).ToHashSet();

        Assert.True(OrderMix.Inputs.Count <= 150);
        Assert.Superset(OrderMix.Inputs.Where(input => !input.Numbered).Select(input => input.Text).ToHashSet(), inputs);
    }
}
