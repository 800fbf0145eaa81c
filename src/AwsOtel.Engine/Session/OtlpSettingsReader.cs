using System.Collections;
using AwsOtel.Engine.Redaction;

namespace AwsOtel.Engine.Session;

/// <summary>
/// Reads where and how to send. The variables mean what
/// <see href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">the exporter specification</see> says.
/// </summary>
internal static class OtlpSettingsReader
{
    private const int HttpPort = 4318;

    public static OtlpSettings Read(OtlpSignal signal, SessionRequest request, SettingSources sources)
    {
        var address = ReadEndpoint(signal, request.Endpoint, sources, out var isSignalsOwn);
        var transport = ReadProtocol(signal, request.Protocol, address, sources);
        address ??= new Uri(transport == OtelProtocol.Grpc ? "http://localhost:4317" : "http://localhost:4318");
        if (transport == OtelProtocol.HttpProtobuf && !isSignalsOwn)
            address = WithSignalPath(signal, address);
        return new OtlpSettings(address, transport, ReadHeaders(signal, request.Header, sources), ReadCompression(signal, sources));
    }

    private static Uri? ReadEndpoint(OtlpSignal signal, string? typed, SettingSources sources, out bool isSignalsOwn)
    {
        isSignalsOwn = false;
        if (typed is not null)
        {
            sources.Set("Endpoint", SettingSources.Parameter);
            return ParseEndpoint(typed, "-Endpoint");
        }

        // The signal's own variable is used as it stands; the general one gets the signal's path appended.
        isSignalsOwn = sources.Variable(signal.EndpointVariable) is not null;
        var variable = isSignalsOwn ? signal.EndpointVariable : EnvironmentVariable.Endpoint;
        return sources.Take("Endpoint", null, variable) is { } inherited ? ParseEndpoint(inherited, variable) : null;
    }

    private static Uri ParseEndpoint(string text, string place)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) && CanBeExtended(address))
            return address;
        var shown = Shown(text);
        throw new SettingException("InvalidEndpoint", "Endpoint", shown,
            $"{place}: '{shown}' is not an http or https address. Give one such as http://localhost:4317 (grpc) or http://localhost:4318 (http/protobuf).");
    }

    /// <summary>Some addresses can be read once and not again: without a host that counts, or with a password and no user.</summary>
    private static bool CanBeExtended(Uri address)
    {
        try
        {
            return Uri.TryCreate(new UriBuilder(address).Uri.AbsoluteUri, UriKind.Absolute, out _);
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    /// <summary>An address that cannot be read, without what may be a secret in it: all before the last at sign, and the query.</summary>
    private static string Shown(string text)
    {
        var end = text.AsSpan().IndexOfAny('?', '#');
        var address = end < 0 ? text : text[..end] + text[end] + Redactor.Replacement;
        var at = text.LastIndexOf('@');
        if (at < 0)
            return address;
        var scheme = text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var colon && colon < at ? text[..(colon + 3)] : "";
        return scheme + Redactor.Replacement + (end >= 0 && at > end ? "" : address[at..]);
    }

    private static OtelProtocol ReadProtocol(OtlpSignal signal, OtelProtocol? typed, Uri? address, SettingSources sources)
    {
        if (typed is { } given)
        {
            sources.Set("Protocol", SettingSources.Parameter);
            return given;
        }

        var variable = sources.Variable(signal.ProtocolVariable) is null ? EnvironmentVariable.Protocol : signal.ProtocolVariable;
        return sources.Take("Protocol", null, variable) switch
        {
            "grpc" => OtelProtocol.Grpc,
            "http/protobuf" => OtelProtocol.HttpProtobuf,
            // The .NET exporter's default is grpc; but who names the port of HTTP means HTTP.
            null => address?.Port == HttpPort ? OtelProtocol.HttpProtobuf : OtelProtocol.Grpc,
            var other => throw new SettingException("InvalidProtocol", "Protocol", other,
                $"{variable}: '{other}' is not a protocol. Use grpc or http/protobuf, or give -Protocol."),
        };
    }

    /// <summary>OpenTelemetry's exporter reads the general variable alone.</summary>
    private static bool ReadCompression(OtlpSignal signal, SettingSources sources)
    {
        var variable = sources.Variable(signal.CompressionVariable) is null ? EnvironmentVariable.Compression : signal.CompressionVariable;
        return sources.Variable(variable) switch
        {
            "gzip" => true,
            "none" or null => false,
            var other => throw new SettingException("InvalidCompression", "Compression", other, $"{variable}: '{other}' is not a compression. Use gzip or none."),
        };
    }

    /// <summary>Who has typed the path of the traces means their receiver, also for the metrics and the logs.</summary>
    private static Uri WithSignalPath(OtlpSignal signal, Uri address)
    {
        var builder = new UriBuilder(address);
        var path = builder.Path.TrimEnd('/');
        var traces = "/" + OtlpSignal.Traces.Path;
        if (path.EndsWith(traces, StringComparison.Ordinal))
            path = path[..^traces.Length];
        builder.Path = path + "/" + signal.Path;
        return builder.Uri;
    }

    private static string ReadHeaders(OtlpSignal signal, IDictionary? typed, SettingSources sources)
    {
        if (typed is not null)
        {
            sources.Set("Header", SettingSources.Parameter);
            var pairs = new List<string>(typed.Count);
            foreach (DictionaryEntry entry in typed)
                pairs.Add(ReadHeader(entry));
            return string.Join(',', pairs);
        }

        var variable = sources.Variable(signal.HeadersVariable) is null ? EnvironmentVariable.Headers : signal.HeadersVariable;
        var listed = sources.Take("Header", null, variable) ?? "";
        foreach (var pair in listed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || equals == pair.Length - 1)
            {
                // The part before '=' is a name; without one the whole pair may be the secret.
                var name = equals < 1 ? "an entry" : $"'{pair[..equals]}'";
                throw new SettingException("InvalidHeader", "Header", null, $"{variable}: {name} has no value. Use name=value,name=value, or give -Header.");
            }
        }

        return listed;
    }

    private static string ReadHeader(DictionaryEntry entry)
    {
        var name = entry.Key.ToString()?.Trim();
        if (string.IsNullOrEmpty(name) || name.AsSpan().ContainsAny("=,: \t\r\n"))
            throw new SettingException("InvalidHeader", "Header", null, "-Header: an entry's name is not the name of a header. Give @{ 'api-key' = $key }.");
        var value = ValueUnwrapper.Unwrap(entry.Value)?.ToString();
        if (string.IsNullOrWhiteSpace(value))
            throw new SettingException("InvalidHeader", "Header", name, $"-Header: '{name}' has no value. Give @{{ '{name}' = 'its value' }}.");
        if (value.AsSpan().ContainsAny('\r', '\n'))
            throw new SettingException("InvalidHeader", "Header", name, $"-Header: the value of '{name}' has a line break. Give it in one line.");
        return name + "=" + Uri.EscapeDataString(value);
    }
}
