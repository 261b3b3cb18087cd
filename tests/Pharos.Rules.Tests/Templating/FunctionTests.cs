using Pharos.Foundation.Templates;
using Pharos.Rules.Templating;

namespace Pharos.Rules.Tests.Templating;

public sealed class FunctionTests
{
    [Theory]
    [InlineData("{{ humanize 0.0 }} {{ humanize 1.0 }} {{ humanize 1234567.0 }} {{ humanize 0.12 }} {{ humanize -0.000123 }} {{ humanize 1e30 }}", "0 1 1.235M 120m -123u 1e+06Y")]
    [InlineData("{{ humanize1024 0.0 }} {{ humanize1024 1.0 }} {{ humanize1024 1048576.0 }} {{ humanize1024 1500 }}", "0 1 1Mi 1.465ki")]
    [InlineData("{{ humanizeDuration 0 }} {{ humanizeDuration 0.5 }} {{ humanizeDuration 59.12345 }} {{ humanizeDuration 61 }} {{ humanizeDuration 3661 }} {{ humanizeDuration 90061 }} {{ humanizeDuration -1.5 }}", "0s 500ms 59.12s 1m 1s 1h 1m 1s 1d 1h 1m 1s -1.5s")]
    [InlineData("{{ humanizePercentage 0.1234567 }} {{ humanizePercentage \"0.5\" }}", "12.35% 50%")]
    [InlineData("{{ humanizeTimestamp 1435065584.128 }}", "2015-06-23 13:19:44.128 +0000 UTC")]
    [InlineData("{{ (toTime 1435065584).Format \"Mon Jan 2 15:04:05 2006\" }} {{ (toTime 1435065584).Unix }} {{ toTime 0 }}", "Tue Jun 23 13:19:44 2015 1435065584 1970-01-01 00:00:00 +0000 UTC")]
    [InlineData("{{ toDuration 90.5 }} {{ (toDuration 90).Minutes }} {{ toDuration 3 | humanizeDuration }}", "1m30.5s 1.5 3s")]
    [InlineData("{{ toUpper \"aé\" }} {{ toLower \"AÉ\" }} {{ title \"the quick fOX don't\" }}", "AÉ aé The Quick FOX Don't")]
    [InlineData("{{ stripPort \"h:1\" }} {{ stripPort \"[::1]:1\" }} {{ stripPort \"h\" }} {{ stripDomain \"a.b.c:80\" }} {{ stripDomain \"10.0.0.1:80\" }} {{ stripDomain \"a.b\" }}", "h ::1 h a:80 10.0.0.1:80 a")]
    [InlineData("{{ graphLink \"up == 0\" }} {{ tableLink \"a+b\" }} {{ urlQueryEscape \"a b&c\" }}", "/graph?g0.expr=up+%3D%3D+0&g0.tab=0 /graph?g0.expr=a%2Bb&g0.tab=1 a+b%26c")]
    [InlineData("{{ match \"b+\" \"abc\" }} {{ reReplaceAll \"(a)(.)\" \"$2$1\" \"abac\" }}", "true baca")]
    [InlineData("{{ parseDuration \"1h30m\" }} {{ parseDuration \"-5m\" }}", "5400 -300")]
    [InlineData("{{ externalURL }} {{ pathPrefix }} {{ now }}", "http://h/p /p 1.7673228455e+09")]
    [InlineData("{{ range query \"q\" | sortByLabel \"l\" }}{{ .Labels.l }}={{ .Value }} {{ end }}{{ query \"q\" | first | label \"l\" }}", "1=2 2=1 2")]
    [InlineData("{{ (args 1 \"b\").arg1 }} {{ query \"q\" | first | strvalue }}|", "b |")]
    public void Expand_AFunction_GivesWhatPrometheusGives(string template, string expected) => Assert.Equal(expected, Expand(template));

    [Theory]
    [InlineData("{{ humanize \"x\" }}", "error calling humanize: strconv.ParseFloat: parsing \"x\": invalid syntax")]
    [InlineData("{{ query \"none\" | first }}", "error calling first: first() called on vector with no elements")]
    [InlineData("{{ match \"(\" \"a\" }}", "error calling match: error parsing regexp: missing closing ): `(`")]
    [InlineData("{{ parseDuration \"x\" }}", "error calling parseDuration: not a valid duration string: \"x\"")]
    [InlineData("{{ toTime 1e300 }}", "cannot be represented as a nanoseconds timestamp since it overflows int64")]
    [InlineData("{{ label \"a\" nil }}", "error calling label:")]
    public void Expand_AFunctionThatFails_SaysWhy(string template, string message) =>
        Assert.Contains(message, Assert.Throws<TemplateException>(() => Expand(template)).Message, StringComparison.Ordinal);

    private static string Expand(string text)
    {
        RuleSample[] samples =
        [
            new(Model.Labels.Of(("l", "2")), 1, null),
            new(Model.Labels.Of(("l", "1")), 2, null),
        ];
        var functions = TemplateFunctionsOfPrometheus.New(
            query => query == "q" ? samples : [], DateTimeOffset.FromUnixTimeMilliseconds(1_767_322_845_500), "http://h/p", "/p");
        return Template.Parse("t", text, functions).Execute("t", null, TestContext.Current.CancellationToken);
    }
}
