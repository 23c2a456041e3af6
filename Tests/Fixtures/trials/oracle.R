# Analyses of whole trials by R: makes parallel.csv, crossover.csv and oracle.csv.
# Rscript oracle.R, in this folder.
suppressMessages({library(survival); library(nlme)})
set.seed(20260524)
values <- list()
keep <- function(name, value) values[[name]] <<- value
contrast <- function(name, fit, term, df) {
  row <- summary(fit)$coefficients[term, ]
  keep(paste0(name, ".estimate"), row[1]); keep(paste0(name, ".standardError"), row[2])
  keep(paste0(name, ".degreesOfFreedom"), df); keep(paste0(name, ".pValue"), 2 * pt(-abs(row[1] / row[2]), df))
  keep(paste0(name, ".upper"), row[1] + qt(0.975, df) * row[2])
}
hedges <- function(a, b) {
  f <- length(a) + length(b) - 2
  pooled <- sqrt(((length(a) - 1) * var(a) + (length(b) - 1) * var(b)) / f)
  exp(lgamma(f / 2) - lgamma((f - 1) / 2)) / sqrt(f / 2) * (mean(a) - mean(b)) / pooled
}

# Parallel arms: three visits after the baseline, dropout, five strata of which two have two subjects.
n <- 90
arm <- rep(0:1, length.out = n)
stratum <- c(rep(0:2, length.out = n - 4), 3, 3, 4, 4)
baseline <- round(rnorm(n, 32, 5))
person <- rnorm(n)
scores <- sapply(1:3, function(v)
  round(pmax(0, baseline - 3 * v - 2 * v * (arm == 0) + stratum + 5 * person + rnorm(n, 0, 5))))
for (v in 2:3) { out <- runif(n) < 0.12; for (w in v:3) scores[out, w] <- NA }
scores[5, 1] <- NA
days <- round(rexp(n, ifelse(arm == 0, 1 / 60, 1 / 30)), 1)
event <- as.integer(days < 40); days <- pmin(days, 40)
write.csv(data.frame(arm, stratum, v0 = baseline, v1 = scores[, 1], v2 = scores[, 2], v3 = scores[, 3], days, event),
  "parallel.csv", row.names = FALSE, quote = FALSE, na = "")
stratum <- pmin(stratum, 3)  # small strata count as one
change <- scores[, 3] - baseline
active <- as.integer(arm == 0)
fit <- lm(change ~ active + baseline + factor(stratum))
contrast("ancova", fit, "active", fit$df.residual)
seen <- !is.na(change)
keep("ancova.effectSize", hedges(change[seen & arm == 0], change[seen & arm == 1]))
long <- data.frame(
  id = rep(1:n, 3), visit = factor(rep(1:3, each = n)), change = as.vector(scores) - rep(baseline, 3),
  active = rep(active, 3), baseline = rep(baseline, 3), stratum = factor(rep(stratum, 3)))
long <- long[!is.na(long$change), ]
long <- long[order(long$id, long$visit), ]
mixed <- gls(change ~ visit * active + visit * baseline + stratum, long, na.action = na.omit, method = "REML",
  correlation = corSymm(form = ~ as.integer(visit) | id), weights = varIdent(form = ~ 1 | visit),
  control = glsControl(tolerance = 1e-12, msTol = 1e-14, msMaxIter = 500, maxIter = 500))
keep("mixed.estimate", coef(mixed)[["active"]] + coef(mixed)[["visit3:active"]])
response <- scores[, 3] <= 0.5 * baseline
counts <- table(factor(active, c(1, 0)), factor(response, c(TRUE, FALSE)))
keep("response.estimate", counts[1, 1] / sum(counts[1, ]) - counts[2, 1] / sum(counts[2, ]))
keep("response.pValue", suppressWarnings(chisq.test(counts, correct = FALSE))$p.value)
keep("response.ratio", counts[1, 1] * counts[2, 2] / (counts[1, 2] * counts[2, 1]))
cox <- coxph(Surv(days, event) ~ active, control = coxph.control(eps = 1e-12))
keep("relapse.estimate", coef(cox)[["active"]]); keep("relapse.standardError", sqrt(vcov(cox)[1, 1]))
keep("relapse.pValue", pchisq(survdiff(Surv(days, event) ~ active)$chisq, 1, lower.tail = FALSE))

# Crossover: two periods with a baseline each, a few periods without scores.
m <- 24
first <- rep(0:1, length.out = m)
rows <- do.call(rbind, lapply(1:m, function(i) {
  level <- rnorm(1, 30, 4)
  data.frame(patient = i, period = 0:1, arm = c(first[i], 1 - first[i]), v0 = round(level + rnorm(2, 0, 3)),
    v1 = round(pmax(0, level + c(0, -3) - 10 - 5 * (c(first[i], 1 - first[i]) == 0) + rnorm(2, 0, 6))))
}))
rows$v1[c(7, 20)] <- NA
write.csv(rows, "crossover.csv", row.names = FALSE, quote = FALSE, na = "")
rows$change <- rows$v1 - rows$v0
rows$active <- as.integer(rows$arm == 0)
complete <- rows[rows$patient %in% names(which(tapply(!is.na(rows$v1), rows$patient, all))), ]
within <- lm(change ~ active + factor(period) + v0 + factor(patient), complete)
contrast("crossover", within, "active", within$df.residual)
wins <- complete$v1 <= 0.5 * complete$v0
on <- wins[complete$active == 1][order(complete$patient[complete$active == 1])]
off <- wins[complete$active == 0][order(complete$patient[complete$active == 0])]
keep("paired.estimate", mean(on) - mean(off))
keep("paired.pValue", mcnemar.test(table(factor(on, c(TRUE, FALSE)), factor(off, c(TRUE, FALSE))), correct = FALSE)$p.value)
keep("paired.standardError", sd(on - off) / sqrt(length(on)))

writeLines(c(paste0("# ", R.version.string, ", survival ", packageVersion("survival"), ", nlme ", packageVersion("nlme")),
  paste(names(values), sprintf("%.12g", unlist(values)), sep = ",")), "oracle.csv")
