namespace AwsOtel.Benchmarks;

/// <summary>What came of handing all spans to an exporter once.</summary>
/// <param name="SpansASecond">Until the last one was delivered.</param>
/// <param name="ScriptMicroseconds">For each span, on the thread that ended it.</param>
/// <param name="CpuMicroseconds">For each span, on all threads of the process: what does not depend on who else uses the machine.</param>
/// <param name="Bytes">For each span, in the file or on the wire.</param>
/// <param name="Allocated">Bytes of memory for each span.</param>
internal readonly record struct ExporterRound(double SpansASecond, double ScriptMicroseconds, double CpuMicroseconds, double Bytes, double Allocated);
