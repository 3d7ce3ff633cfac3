using System.Text;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Tests.Core.Routing;

/// <summary>EventBridge's input transformer, as its recordings have it.</summary>
public sealed class InputTemplateTests
{
    private const string Event = """
        {"version":"0","id":"e-1","detail-type":"Order Failed","source":"backoffice.orders","account":"000000000000","time":"2026-03-01T12:00:00Z","region":"local","resources":[],
        "detail":{"orderId":"GC-1","amount":{"minor":100,"unit":"USD"},"tags":["a","b"],"ok":true,"none":null,"quote":"say \"hi\""}}
        """;

    [Theory]
    [InlineData("""{"order":<order>}""", """{"order":"GC-1"}""")]
    [InlineData("""{"amount":<amount>,"tags":<tags>,"ok":<ok>,"none":<none>}""", """{"amount":{"minor":100,"unit":"USD"},"tags":["a","b"],"ok":true,"none":null}""")]
    [InlineData("""{"path":"orders/<order>/of/<order>"}""", """{"path":"orders/GC-1/of/GC-1"}""")]
    [InlineData("""{"a":<missing>,"b":"x<missing>y"}""", """{"a":"","b":"xy"}""")]
    [InlineData("\"Order <order> of <amount> with <tags>\"", "\"Order GC-1 of {minor:100,unit:USD} with [a,b]\"")]
    [InlineData("""{"said":<quote>,"and":"<quote>"}""", """{"said":"say \"hi\"","and":"say \"hi\""}""")]
    [InlineData("""["<ok>",<ok>]""", """["true",true]""")]
    [InlineData("""{"rule":<aws.events.rule-name>,"at":<aws.events.event.ingestion-time>}""", """{"rule":"r-1","at":"2026-03-01T12:00:05Z"}""")]
    [InlineData("<order>", "\"GC-1\"")]
    [InlineData("<aws.events.event.json>", null)]
    public void Render_AsAwsDoes(string template, string? expected)
    {
        var rendered = Read(template).Value.Render(Encoding.UTF8.GetBytes(Event), "r-1", new DateTimeOffset(2026, 3, 1, 12, 0, 5, TimeSpan.Zero));

        Assert.Equal(expected ?? Event.TrimEnd(), Encoding.UTF8.GetString(rendered.Value));
    }

    [Fact]
    public void Event_WithoutDetail_IsTheEnvelope()
    {
        var rendered = Read("""{"envelope":<aws.events.event>}""").Value.Render(Encoding.UTF8.GetBytes(Event), "r-1", default);

        Assert.Contains("\"id\":\"e-1\"", Encoding.UTF8.GetString(rendered.Value), StringComparison.Ordinal);
        Assert.DoesNotContain("detail\":{", Encoding.UTF8.GetString(rendered.Value), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"amount":"<amount>"}""")]
    [InlineData("""{"tags":"of <tags>"}""")]
    public void Render_WhatAwsDropsInSilence_IsAnError(string template)
    {
        var read = Read(template);

        Assert.NotEmpty(read.Value.Warnings);
        Assert.Equal("input.not-json", read.Value.Render(Encoding.UTF8.GetBytes(Event), "r-1", default).Error!.Code);
    }

    [Theory]
    [InlineData("""{"a":<unknown>}""", "inputTemplate")]
    [InlineData("""{"a":"<aws.events.event.json>"}""", "inputTemplate")]
    [InlineData("Order <order>", "inputTemplate")]
    [InlineData("""{"a":<order>""", "inputTemplate")]
    [InlineData("", "inputTemplate")]
    public void Read_WhatCouldNeverBeSent_IsRefused(string template, string field) => Assert.Contains(Assert.IsType<Invalid>(Read(template).Error).Fields, wrong => wrong.Field == field);

    [Theory]
    [InlineData("AWS.x", "$.detail")]
    [InlineData("a b", "$.detail")]
    [InlineData("a", "detail.x")]
    [InlineData("a", "$.detail[0]")]
    [InlineData("a", "$..x")]
    public void Read_AMapThatAwsRefuses_IsRefused(string name, string path) =>
        Assert.IsType<Invalid>(InputTemplate.Parse(new InputTransformer { InputPathsMap = new Dictionary<string, string> { [name] = path }, InputTemplate = "{}" }).Error);

    [Fact]
    public void Target_WithTwoKindsOfInput_IsRefusedInAwsWords()
    {
        var target = new RuleTarget { Id = "t1", Destination = "x", Input = "{}", InputPath = "$.detail" };

        Assert.Contains("Only one of Input, InputPath, or InputTransformer must be provided for target t1.", TargetInput.Of(target).Error!.Message, StringComparison.Ordinal);
    }

    private static Result<InputTemplate> Read(string template) => InputTemplate.Parse(new InputTransformer
    {
        InputPathsMap = new Dictionary<string, string>
        {
            ["order"] = "$.detail.orderId", ["amount"] = "$.detail.amount", ["tags"] = "$.detail.tags", ["ok"] = "$.detail.ok", ["none"] = "$.detail.none", ["quote"] = "$.detail.quote",
            ["missing"] = "$.detail.nothing.here",
        },
        InputTemplate = template,
    });
}
