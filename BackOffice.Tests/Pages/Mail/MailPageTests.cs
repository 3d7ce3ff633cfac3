using BackOffice.Components.Mail;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Payments;
using BackOffice.Tests.Fakes;
using BackOffice.Tests.Pages.Shared;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Mail;

public sealed class MailPageTests() : ReadingPageTests<MailPage, (MailQuery Query, string? Cursor), Page<MailItem>>("/mail", "messages", Permission.OrdersRead)
{
    [Fact]
    public async Task Page_Loaded_ShowsTheNewestMessageAsText()
    {
        await using var context = Loaded();

        var page = Open(context);

        Assert.Equal(2, page.FindAll("tbody tr").Count);
        Assert.Contains("<b>Dora</b>", page.Find("pre.letter").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("pre.letter b"));
        Assert.Equal([SampleMail.Key], context.Mail.Get.Asked);
    }

    [Theory]
    [InlineData("gc-4417-0932", "GC-4417-0932", null)]
    [InlineData("dora@", null, "dora@")]
    public async Task Search_Text_IsAnOrderOrARecipient(string text, string? order, string? recipient)
    {
        await using var context = Loaded();
        var page = Open(context);

        await page.Find("input").InputAsync(new ChangeEventArgs { Value = text });
        await page.Find("form").SubmitAsync();

        var (query, _) = context.Mail.List.Asked[^1];
        Assert.Equal((order, recipient), (query.Order?.Value, query.Recipient));
    }

    [Fact]
    public async Task Link_ToAMessage_ShowsItWhereverTheListIs()
    {
        await using var context = Loaded();

        Open(context, "/mail?message=GC-1111-0001%2Fcheckout%2Fnotify-customer%2F1%2F1");

        Assert.Equal(["GC-1111-0001/checkout/notify-customer/1/1"], context.Mail.Get.Asked);
    }

    [Fact]
    public async Task Message_NotKept_SaysSo()
    {
        await using var context = Loaded();
        context.Mail.Get.Always(SampleMail.View() with { From = null, Subject = null, Text = null, TakenAt = null });

        Assert.Contains("The mail service does not keep this message any more.", Open(context).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OrdersWithoutMessages_OffersToSearchFurther()
    {
        await using var context = Loaded();
        context.Mail.List.Always(new Page<MailItem>([], "c-2"));
        var page = Open(context);

        await page.FindAll("button").First(button => button.TextContent == "Search further").ClickAsync(new());

        Assert.Equal("c-2", context.Mail.List.Asked[^1].Cursor);
    }

    [Fact]
    public async Task Page_Empty_SaysWhatToTry()
    {
        await using var context = Loaded();
        context.Mail.List.Always(Page<MailItem>.Empty);

        var page = Open(context, "/mail?q=nobody%40example.com");

        Assert.Contains("Nothing was sent for this order or to this address.", page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll("a[href='/mail']"));
    }

    protected override Answer<(MailQuery Query, string? Cursor), Page<MailItem>> Reading(ConsoleContext context) => context.Mail.List;

    protected override ConsoleContext Loaded()
    {
        var context = new ConsoleContext(Role.SupportAgent);
        context.Mail.List.Always(SampleMail.Page());
        context.Mail.Get.Always(key => SampleMail.View() with { Item = SampleMail.View().Item with { Key = key } });
        return context;
    }
}
