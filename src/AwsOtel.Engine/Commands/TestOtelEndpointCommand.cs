using System.Collections;
using System.Management.Automation;
using AwsOtel.Engine.Commands.Completers;
using AwsOtel.Engine.Diagnosis;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands;

/// <summary>Sends one span to the receiver that a session would send to, and says what happened.</summary>
[Cmdlet(VerbsDiagnostic.Test, "OtelEndpoint")]
[OutputType(typeof(OtelEndpointTest))]
public sealed class TestOtelEndpointCommand : PSCmdlet
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Address of the OTLP receiver; default: OTEL_EXPORTER_OTLP_ENDPOINT, else the local machine.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string? Endpoint { get; set; }

    /// <summary>Transport of OTLP; default: OTEL_EXPORTER_OTLP_PROTOCOL, else HttpProtobuf for port 4318, else Grpc.</summary>
    [Parameter]
    public OtelProtocol Protocol { get; set; }

    /// <summary>Headers to send, name to value; default: OTEL_EXPORTER_OTLP_HEADERS. Values are never shown.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Header { get; set; }

    /// <summary>How long to wait, in seconds; default: OTEL_EXPORTER_OTLP_TIMEOUT, else 10.</summary>
    [Parameter]
    public int TimeoutSec { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var sources = new SettingSources(Environment.GetEnvironmentVariable);
        var (otlp, timeout) = ReadSettings(sources);
        var serviceName = sources.Variable(EnvironmentVariable.ServiceName) ?? "awsotel-endpoint-test";
        var (traceId, answer, duration) = EndpointProbe.Send(otlp, timeout, serviceName, _stopping.Token);
        var diagnosis = EndpointDiagnosis.Of(otlp, answer, timeout, Proxy(otlp.Endpoint));
        WriteObject(new OtelEndpointTest
        {
            Endpoint = new Uri(otlp.Address),
            Protocol = otlp.Protocol,
            Succeeded = diagnosis.Reason == OtelEndpointReason.Delivered,
            Reason = diagnosis.Reason,
            Message = diagnosis.Message,
            Advice = diagnosis.Advice,
            StatusCode = answer.StatusCode,
            GrpcStatus = answer.GrpcStatus,
            Duration = duration,
            TraceId = traceId,
            Source = sources.ByName,
        });
    }

    /// <summary>Ctrl-C.</summary>
    protected override void StopProcessing() => _stopping.Cancel();

    /// <summary>That of HttpClient, as the exporter asks it: HTTP_PROXY and its kin, or the system's.</summary>
    private static Uri? Proxy(Uri endpoint) => HttpClient.DefaultProxy.IsBypassed(endpoint) ? null : HttpClient.DefaultProxy.GetProxy(endpoint);

    private (OtlpSettings Otlp, TimeSpan Timeout) ReadSettings(SettingSources sources)
    {
        var request = new SessionRequest
        {
            Endpoint = Endpoint,
            Protocol = MyInvocation.BoundParameters.ContainsKey(nameof(Protocol)) ? Protocol : null,
            Header = Header,
            TimeoutSec = MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSec)) ? TimeoutSec : null,
        };
        return SettingError.Guard(this, () =>
        {
            if (SettingsReader.IsDisabled(sources))
            {
                throw new SettingException("SdkDisabled", nameof(Endpoint), null,
                    $"{EnvironmentVariable.SdkDisabled} is true: a session would send nothing. Remove the variable to test the endpoint.");
            }

            return (OtlpSettingsReader.Read(OtlpSignal.Traces, request, sources), SettingsReader.ReadTimeout(request.TimeoutSec, sources));
        });
    }
}
