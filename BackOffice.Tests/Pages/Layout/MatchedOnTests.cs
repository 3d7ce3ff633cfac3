using BackOffice.Components.Layout.Finding;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Pages.Layout;

public sealed class MatchedOnTests
{
    private static readonly OrderHead s_head = SampleViews.Declined().Head with
    {
        Customer = new Customer { Name = "Dora Whitfield", Email = "dora@example.com", Phone = "+1 617 555 0199", UserGuid = "user-0042" },
    };

    [Theory]
    [InlineData("gc-4417-0932", "order id")]
    [InlineData("gc44170932", "order id")]
    [InlineData("GC 4417 0932", "order id")]
    [InlineData("GC-4417", "start of the order id")]
    [InlineData("dora@example.com", "e-mail address")]
    [InlineData("dora@exa", "start of the e-mail address")]
    [InlineData("whitf", "customer's name")]
    [InlineData("617 555 0199", "phone number")]
    [InlineData("0199", "phone number")]
    [InlineData("USER-0042", "customer's id")]
    [InlineData("93TV", null)]
    [InlineData("auth_4Tq81c", null)]
    [InlineData("status:failed", null)]
    public void Of_EachKindOfText_NamesTheKeyThatTheOrderBearsOut(string text, string? expected) => Assert.Equal(expected, MatchedOn.Of(s_head, text));

    [Theory]
    [InlineData("dora@example.com", "e-mail address")]
    [InlineData("whitf", null)]
    [InlineData("0199", null)]
    public void Of_HeadWithItsCustomerMasked_SaysOnlyWhatNothingElseExplains(string text, string? expected) => Assert.Equal(expected, MatchedOn.Of(CustomerMask.Of(s_head), text));

    [Theory]
    [InlineData("GC-4417-0932", "This looks like an order id")]
    [InlineData("GC-4417-0932-1", "This looks like an execution")]
    [InlineData("a@example.com", "This looks like an e-mail address")]
    [InlineData("+1 617 555 0199", "This looks like a phone number")]
    [InlineData("status:failed", "This looks like a filter")]
    [InlineData("gc44170932", "This looks like an order id")]
    [InlineData("GC 4417 0932", "This looks like an order id")]
    [InlineData("GC-4417", "This looks like the start of an order id")]
    [InlineData("7wgz", "This may be how a voucher's code or a card ends")]
    [InlineData("dora.whit", "This looks like the start of an e-mail address")]
    [InlineData("Montgomery", "This looks like a name")]
    [InlineData("Rosa", "This looks like a name")]
    [InlineData("Dora", "This looks like a name")]
    public void Describe_WhatWasPasted_NamesIt(string text, string expected) => Assert.Equal(expected, SearchWords.Describe(text));

    [Fact]
    public void Describe_VoucherCode_SaysWhetherItsCheckCharacterIsRight()
    {
        var code = BackOffice.Core.Fulfilment.VoucherCode.New();
        var wrong = code[..^1] + (code[^1] == '0' ? '1' : '0');

        Assert.Equal("This is a voucher code, check character right", SearchWords.Describe(code));
        Assert.Equal("This is a voucher code, check character wrong", SearchWords.Describe(wrong));
    }
}
