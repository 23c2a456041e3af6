# Writes what R computes from the data beside it to oracle.json: Rscript oracle.R
# Debian 12: r-base-core r-cran-emmeans r-cran-metafor r-cran-survival r-cran-jsonlite
suppressMessages({library(emmeans); library(metafor); library(survival); library(jsonlite)})

read <- function(name) read.csv(paste0(name, ".csv"))
row <- function(e, se, df, low, up, p) list(value = e, standardError = se, degreesOfFreedom = df, lower = low, upper = up, pValue = p)

ancova <- function(name, formula, factors) {
  d <- read(name)
  for (f in c("arm", factors)) d[[f]] <- factor(d[[f]])
  fit <- lm(formula, d)
  arms <- length(levels(d$arm))
  of <- function(weights) {
    grid <- emmeans(fit, "arm", weights = weights)
    m <- as.data.frame(grid)
    tests <- as.data.frame(test(grid))
    contrasts <- summary(contrast(grid, "trt.vs.ctrl1", adjust = "none"), infer = c(TRUE, TRUE), adjust = "none")
    list(
      means = lapply(seq_len(arms), function(i) row(m$emmean[i], m$SE[i], m$df[i], m$lower.CL[i], m$upper.CL[i], tests$p.value[i])),
      contrasts = lapply(seq_len(arms - 1), function(i) row(contrasts$estimate[i], contrasts$SE[i], contrasts$df[i], contrasts$lower.CL[i], contrasts$upper.CL[i], contrasts$p.value[i])))
  }
  list(equal = of("equal"), observed = of("proportional"), residualVariance = sigma(fit)^2)
}

means <- function(name) {
  d <- read(name)
  a <- d$value[d$group == 0]
  b <- d$value[d$group == 1]
  t <- t.test(a, b)
  g <- summary(escalc(measure = "SMD", m1i = mean(a), sd1i = sd(a), n1i = length(a), m2i = mean(b), sd2i = sd(b), n2i = length(b)), digits = 15)
  list(
    welch = row(unname(t$estimate[1] - t$estimate[2]), t$stderr, unname(t$parameter), t$conf.int[1], t$conf.int[2], t$p.value),
    hedges = list(value = as.numeric(g$yi), standardError = as.numeric(g$sei), lower = as.numeric(g$ci.lb), upper = as.numeric(g$ci.ub), pValue = as.numeric(g$pval)))
}

proportions <- function() {
  d <- read("proportions")
  lapply(seq_len(nrow(d)), function(i) {
    v <- d[i, ]
    ratio <- function(measure) {
      s <- summary(escalc(measure = measure, ai = v$events1, n1i = v$n1, ci = v$events2, n2i = v$n2, add = 0.5, to = "only0", drop00 = FALSE))
      list(logarithm = as.numeric(s$yi), standardError = as.numeric(s$sei), lower = exp(as.numeric(s$ci.lb)), upper = exp(as.numeric(s$ci.ub)), pValue = as.numeric(s$pval))
    }
    table <- rbind(c(v$events1, v$n1 - v$events1), c(v$events2, v$n2 - v$events2))
    chi <- suppressWarnings(chisq.test(table, correct = FALSE))
    wilson <- suppressWarnings(prop.test(v$events1, v$n1, correct = FALSE))$conf.int
    other <- suppressWarnings(prop.test(v$events2, v$n2, correct = FALSE))$conf.int
    list(riskRatio = ratio("RR"), oddsRatio = ratio("OR"), chiSquare = unname(chi$statistic), chiSquareP = chi$p.value,
      fisher = fisher.test(table)$p.value, wilson1 = wilson[1:2], wilson2 = other[1:2])
  })
}

survive <- function(name) {
  d <- read(name)
  curve <- survfit(Surv(time, event) ~ 1, d, conf.type = "log-log")
  at <- which(curve$n.event > 0)
  rank <- survdiff(Surv(time, event) ~ arm, d)
  cox <- function(formula) {
    fit <- coxph(formula, d, ties = "efron", control = coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 60))
    s <- summary(fit)
    list(value = unname(coef(fit)), standardError = sqrt(fit$var[1, 1]), wald = unname(s$waldtest["pvalue"]), likelihood = unname(s$logtest["pvalue"]), score = unname(s$sctest["pvalue"]),
      logLikelihood = fit$loglik[2])
  }
  m <- summary(curve)$table
  list(
    time = curve$time[at], survival = curve$surv[at], standardError = (curve$std.err * curve$surv)[at], lower = curve$lower[at], upper = curve$upper[at],
    atRisk = curve$n.risk[at], median = unname(m["median"]), medianLower = unname(m["0.95LCL"]), medianUpper = unname(m["0.95UCL"]),
    logRank = list(statistic = rank$chisq, pValue = pchisq(rank$chisq, 1, lower.tail = FALSE), observed = rank$obs, expected = rank$exp),
    coxArm = cox(Surv(time, event) ~ arm), coxX = cox(Surv(time, event) ~ x))
}

result <- list(
  tools = list(R = R.version.string, emmeans = as.character(packageVersion("emmeans")), metafor = as.character(packageVersion("metafor")), survival = as.character(packageVersion("survival"))),
  ancova = list(
    ancova_1 = ancova("ancova_1", change ~ arm + baseline + age + site, "site"),
    ancova_2 = ancova("ancova_2", change ~ arm + baseline, c()),
    ancova_3 = ancova("ancova_3", change ~ arm + baseline + site + severe, c("site", "severe"))),
  means = sapply(paste0("means_", 1:3), means, simplify = FALSE),
  proportions = proportions(),
  survival = sapply(paste0("survival_", 1:3), survive, simplify = FALSE))
write(toJSON(result, digits = NA, auto_unbox = TRUE, na = "null", pretty = TRUE), "oracle.json")
