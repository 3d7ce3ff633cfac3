using BackOffice.Components.Shared;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Tests.Pages.Shared;

public sealed class StatusLookTests
{
    [Fact]
    public void Headlines_EachHaveAWordIconAndMeaningOfTheirOwn()
    {
        var looks = Enum.GetValues<Headline>().Select(StatusLook.Of).ToList();

        Assert.Equal(looks.Count, looks.Select(look => look.Word).Distinct().Count());
        Assert.Equal(looks.Count, looks.Select(look => look.Icon).Distinct().Count());
        Assert.All(looks, look => Assert.NotEmpty(look.Meaning));
    }

    [Fact]
    public void EveryStatus_HasALook()
    {
        Assert.All(Enum.GetValues<StepStatus>(), status => Assert.NotEmpty(StatusLook.Of(status).Word));
        Assert.All(Enum.GetValues<EffectState>(), state => Assert.NotEmpty(StatusLook.Of(state).Icon));
        Assert.All(Enum.GetValues<RefundState>(), state => Assert.NotEmpty(StatusLook.Of(state).Word));
        Assert.All(Enum.GetValues<LegState>(), state => Assert.NotEmpty(StatusLook.Of(state).Word));
        Assert.All(Enum.GetValues<VoucherState>(), state => Assert.NotEmpty(StatusLook.Of(state).Icon));
    }

    [Fact]
    public void OneWord_AlwaysHasOneIconAndOneRole()
    {
        var looks = Enum.GetValues<Headline>().Select(StatusLook.Of)
            .Concat(Enum.GetValues<StepStatus>().Select(StatusLook.Of))
            .Concat(Enum.GetValues<EffectState>().Select(StatusLook.Of))
            .Concat(Enum.GetValues<RefundState>().Select(StatusLook.Of))
            .Concat(Enum.GetValues<LegState>().Select(StatusLook.Of));

        Assert.All(looks.GroupBy(look => look.Word), group => Assert.Single(group.Select(look => (look.Icon, look.Role)).Distinct()));
    }
}
